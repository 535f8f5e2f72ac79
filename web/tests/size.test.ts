import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// What `npm run build` made.
const dist = (path: string) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));

/** Names of the scripts that a file imports, at once or later. */
const imported = (file: string): string[] => [...readFileSync(dist(file), 'utf8').matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.js)["'`]/g)].map((match) => `assets/${match[1]}`);

function scriptsOf(page: string): string[] {
  const found = new Set(imported(page));
  for (const script of found) imported(script).forEach((name) => found.add(name));
  return [...found];
}

const compressed = (files: readonly string[]) => files.reduce((sum, file) => sum + readFileSync(dist(`${file}.gz`)).length, 0);

describe('what a phone has to load', () => {
  test('all scripts of the voter page together are under 60 KB compressed', () => {
    const scripts = scriptsOf('p/index.html');
    expect(scripts.some((name) => name.includes('voter'))).toBe(true);
    // Pushes come by a library of their own, and each language is a file.
    expect(scripts.length).toBeGreaterThanOrEqual(4);
    expect(compressed(scripts)).toBeLessThan(60 * 1024);
  });

  test('what is needed before the ballot is there is under 15 KB, and pushes are not', () => {
    const atOnce = imported('p/index.html');
    expect(atOnce.length).toBeGreaterThan(0);
    for (const script of atOnce) expect(readFileSync(dist(script), 'utf8')).not.toContain('negotiateVersion');
    expect(compressed(atOnce)).toBeLessThan(15 * 1024);
  });

  test('the embed element is one file under 60 KB compressed', () => {
    expect(imported('embed.js')).toEqual([]);
    expect(compressed(['embed.js'])).toBeLessThan(60 * 1024);
  });
});

test('the pages are all there', () => {
  expect(readdirSync(dist(''))).toEqual(expect.arrayContaining(['index.html', 'p', 'present', 'admin', 'embed.js', 'staticwebapp.config.json']));
});
