// Builds everything: the pages and the embed element into dist/, which is served, and the client library into dist-client/.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, loadEnv } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const tsc = (...args) => execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), ...args], { cwd: at('.'), stdio: 'inherit' });

// The embed element votes and shows results; what the other pages say would only make it larger.
const votingMessages = {
  name: 'voting-messages',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/messages\/\w+\.json$/.test(id)) return null;
    return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(code)).filter(([key]) => !/^(admin|present|home)\./.test(key))));
  },
};

// How long plugins take says more of the machine than of the build.
const checks = { pluginTimings: false };

const library = (entry, fileName, formats) => ({ entry: at(entry), name: 'LiveTally', formats, fileName: () => fileName });

tsc();
tsc('-p', 'tsconfig.node.json');
await build({ configFile: at('vite.config.ts'), logLevel: 'warn' });
await build({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  publicDir: false,
  plugins: [votingMessages],
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: library('src/embed/embed.ts', 'embed.js', ['iife']),
    rolldownOptions: { output: { codeSplitting: false }, checks },
  },
});
await build({
  configFile: false,
  root: at('.'),
  logLevel: 'warn',
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: at('dist-client'),
    minify: false,
    lib: library('src/client/index.ts', 'index.js', ['es']),
    rolldownOptions: { external: ['@microsoft/signalr'], checks },
  },
});
tsc('-p', 'tsconfig.client.json');
// Azure Static Web Apps reads it on top of what it is given.
copyFileSync(at('staticwebapp.config.json'), at('dist/staticwebapp.config.json'));

// Once here instead of with every answer.
for (const entry of readdirSync(at('dist'), { recursive: true })) {
  if (!/\.(js|css|html|svg)$/.test(entry)) continue;
  const file = at(`dist/${entry}`);
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

copyFileSync(at('client.package.json'), at('dist-client/package.json'));
// The last, by which the script beside this one knows that everything is built, and for which API.
writeFileSync(at('dist/.built-for'), loadEnv('production', at('.'))['VITE_LIVETALLY_API'] ?? '');
