import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadEnv } from 'vite';
import { expect, onTestFinished, test } from 'vitest';

const cloud = 'https://api.example.org';

/** A folder of pages of its own, with an `npm` that notes for which API it was to build. */
function pages() {
  const folder = mkdtempSync(join(tmpdir(), 'livetally-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // By default older than whatever is built.
  const write = (path: string, text = '', age = 60_000) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), new Date(), new Date(Date.now() - age));
  };
  copyFileSync(fileURLToPath(new URL('../build', import.meta.url)), join(folder, 'build'));
  utimesSync(join(folder, 'build'), new Date(), new Date(Date.now() - 60_000));
  write('package-lock.json');
  write('node_modules/.package-lock.json', '', 0);
  write('bin/npm', `#!/bin/sh
mkdir -p dist dist-client
touch dist-client/package.json
printf %s "$VITE_LIVETALLY_API" > dist/.built-for
echo "built for '$VITE_LIVETALLY_API'"
`);
  chmodSync(join(folder, 'bin/npm'), 0o755);
  const { VITE_LIVETALLY_API: _, ...inherited } = process.env;
  return {
    write,
    build: (more: Record<string, string> = {}) =>
      execFileSync('bash', [join(folder, 'build')], { env: { ...inherited, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, ...more }, encoding: 'utf8' }).trim(),
    seenByVite: () => loadEnv('production', folder)['VITE_LIVETALLY_API'],
  };
}

test('pages are built once, and anew when something that they are made of is', () => {
  const { build, write } = pages();
  expect(build()).toBe("built for ''");
  expect(build()).toBe('');

  write('src/main.ts', '', -1_000);
  expect(build()).toBe("built for ''");
});

test('pages that a deployment has built for its API are built anew before they are served here', () => {
  const { build, write } = pages();
  write('.env.production.local', `VITE_LIVETALLY_API=${cloud}\n`);
  expect(build({ VITE_LIVETALLY_API: cloud })).toBe(`built for '${cloud}'`);

  expect(build()).toBe("built for ''");
  expect(build()).toBe('');
});

test('what a deployment leaves behind says nothing to a build that is told where the API is, be it here', () => {
  const { write, seenByVite } = pages();
  write('.env.production.local', `VITE_LIVETALLY_API=${cloud}\n`);
  expect(seenByVite()).toBe(cloud);

  const before = process.env['VITE_LIVETALLY_API'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['VITE_LIVETALLY_API'];
    else process.env['VITE_LIVETALLY_API'] = before;
  });
  process.env['VITE_LIVETALLY_API'] = '';
  expect(seenByVite()).toBe('');
});

test('the pages that are here were built for the API that serves them', () => {
  expect(readFileSync(new URL('../dist/.built-for', import.meta.url), 'utf8')).toBe('');
});
