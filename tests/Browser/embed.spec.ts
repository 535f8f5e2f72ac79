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
