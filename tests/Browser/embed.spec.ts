import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, expectAccessible, screenshot, test, type Page } from './test.ts';

/** Somebody's page with a strict policy of its own, at the address of LiveTally. */
async function embed(page: Page, element: string): Promise<void> {
  await page.route('**/somebodys-page', (route) => route.fulfill({
    contentType: 'text/html',
    headers: { 'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'" },
    body: `<!doctype html><html lang="en"><title>Somebody’s page</title><main><h1>News</h1>${element}</main><script src="/embed.js"></script></html>`,
  }));
  await page.goto('/somebodys-page');
}

test('the element votes and shows results in a page of somebody else, under a strict policy', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await embed(page, `<live-poll poll="${poll}"></live-poll>`);
  await page.evaluate(() => document.addEventListener('livetally-vote', (event) => { document.title = String((event as CustomEvent).detail.choices); }));
  await page.locator('.ballot').getByText('Spaces', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page).toHaveTitle('1');
  await livetally.vote(poll, [0]);
  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '2');
  await expectAccessible(page);
  await screenshot(page, 'embed');
});

test('the element takes the colours that the page gives it, and another poll when it names one', async ({ page, livetally }) => {
  const [first, second] = [await livetally.openPoll({ question: 'First?' }), await livetally.openPoll({ question: 'Second?' })];
  await embed(page, `<live-poll poll="${first}"></live-poll>`);
  await expect(page.getByRole('heading', { name: 'First?' })).toBeVisible();

  await page.evaluate((id) => {
    const element = document.querySelector('live-poll')!;
    (element as HTMLElement).style.setProperty('--accent', 'rgb(120, 0, 60)');
    element.setAttribute('poll', id);
  }, second);

  await expect(page.getByRole('heading', { name: 'Second?' })).toBeVisible();
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'Vote' })).toHaveCSS('background-color', 'rgb(120, 0, 60)');
});

test('an element whose poll changes while it is loading shows the last one only, and follows no other', async ({ page, livetally }) => {
  const [first, second] = [await livetally.openPoll({ question: 'First?' }), await livetally.openPoll({ question: 'Second?' })];
  await embed(page, '<live-poll poll="nonsense"></live-poll>');
  await expect(page.getByText('There is no such poll')).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname));

  await page.evaluate(([one, other]) => {
    const element = document.querySelector('live-poll')!;
    element.setAttribute('poll', one!);
    element.setAttribute('poll', other!);
    element.remove();
    document.querySelector('main')!.append(element);
  }, [first, second]);

  await expect(page.getByRole('heading', { name: 'Second?' })).toBeVisible();
  expect(asked.filter((path) => path.includes(first))).toEqual([]);
  expect(asked.filter((path) => path === `/api/polls/${second}`)).toHaveLength(1);
});

test('the element votes and shows results in a page of another origin', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  const somebody = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    // As web/README.md has it.
    response.setHeader('Content-Security-Policy', `default-src 'none'; script-src ${livetally.address}; connect-src ${livetally.address} ${livetally.address.replace('http', 'ws')}`);
    response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><live-poll poll="${poll}"></live-poll><script src="${livetally.address}/embed.js"></script></html>`);
  });
  await new Promise<void>((resolve) => somebody.listen(0, '127.0.0.1', resolve));
  try {
    await page.goto(`http://localhost:${(somebody.address() as AddressInfo).port}/`);
    await page.locator('.ballot').getByText('Spaces').click();
    await page.getByRole('button', { name: 'Vote' }).click();
    await expect(page.getByRole('status')).toHaveText('Your vote is counted.');

    await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'live');
    await livetally.vote(poll, [0]);
    await expect(page.locator('.results')).toHaveAttribute('data-ballots', '2');
  } finally {
    somebody.close();
  }
});
