import { expect, test } from 'vitest';
import { serverOf } from '../src/embed/server';

const [api, pages, here] = ['https://api.example.org', 'https://polls.example.org', 'https://news.example.org'];

test('the element asks where its script came from, or the API that the script was built for', () => {
  expect(serverOf(null, '', pages, here)).toEqual({ api: pages, pages });
  expect(serverOf(null, api, pages, here)).toEqual({ api, pages });
});

test('the server that the element names goes before both', () => {
  for (const built of ['', api]) expect(serverOf('https://other.example.org/', built, pages, here)).toEqual({ api: 'https://other.example.org', pages: 'https://other.example.org' });
  expect(serverOf('', api, pages, here)).toEqual({ api, pages });
});

test('a server that the page itself came from is asked as such', () => {
  expect(serverOf(null, '', pages, pages).api).toBe('');
  expect(serverOf(pages, api, 'https://cdn.example.org', pages).api).toBe('');
});
