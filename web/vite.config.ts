import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// As the server does it (local/Functions/Pages) and staticwebapp.config.json: one page for every poll.
const pageOfPoll: Plugin = {
  name: 'page-of-poll',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      request.url = request.url?.replace(/^\/(p|present)\/[^/.?]+(?=$|\?)/, '/$1/index.html').replace(/^\/admin\/?(?=$|\?)/, '/admin/index.html');
      next();
    });
  },
};

export default defineConfig({
  root: at('.'),
  plugins: [pageOfPoll],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // How long plugins take says more of the machine than of the build.
      checks: { pluginTimings: false },
      input: { home: at('index.html'), voter: at('p/index.html'), present: at('present/index.html'), admin: at('admin/index.html') },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:7071', '/metrics': 'http://127.0.0.1:7071' } },
});
