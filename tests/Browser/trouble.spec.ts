import { expect, expectAccessible, screenshot, test, type Page } from './test.ts';

/** Notes the key of every attempt, and every version that is shown. */
async function observe(page: Page): Promise<{ keys: string[]; versions: () => Promise<number[]> }> {
  const keys: string[] = [];
  page.context().on('request', (request) => {
    const key = request.headers()['idempotency-key'];
    if (key && request.url().endsWith('/votes')) keys.push(key);
  });
  await page.addInitScript(() => {
    const shown: number[] = [];
    Object.assign(window, { shown });
    new MutationObserver(() => {
      const version = Number(document.querySelector<HTMLElement>('.results')?.dataset['version'] ?? NaN);
      if (version >= 0 && version !== shown.at(-1)) shown.push(version);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-version'] });
  });
  return { keys, versions: () => page.evaluate(() => (window as unknown as { shown: number[] }).shown) };
}

test('a vote without a connection is kept and sent under one key, and counts once', async ({ page, context, livetally }) => {
  const poll = await livetally.openPoll();
  const { keys } = await observe(page);
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  // As a voter already, so that each attempt is one of voting.
  await page.evaluate(async (id) => {
    const answer = await fetch(`/api/polls/${id}/voters`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    localStorage.setItem(`livetally.voter.${id}`, await answer.text());
  }, poll);

  await context.setOffline(true);
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('No connection. Your vote is kept and sent as soon as there is one.');
  await expectAccessible(page);
  await screenshot(page, 'voter-offline');
  await expect.poll(() => keys.length).toBeGreaterThan(1);
  await context.setOffline(false);

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  expect(new Set(keys).size).toBe(1);
  expect((await livetally.results(poll)).ballots).toBe(1);
});

test('a page that is left while its vote has no answer goes on with the same vote when it is there again', async ({ page, context, livetally }) => {
  const poll = await livetally.openPoll();
  const { keys } = await observe(page);
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Spaces', { exact: true }).click();
  // The vote arrives, its answer does not.
  await page.route('**/votes', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toContainText('No connection.');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.close();
  const again = await context.newPage();
  await again.goto(`/p/${poll}`);

  await expect(again.getByRole('status')).toHaveText('Your vote is counted.');
  expect(new Set(keys).size).toBe(1);
  expect((await livetally.results(poll)).counts).toEqual([0, 1]);
});

/** Votes, of which the server hears, and no answer ever comes. */
async function voteUnanswered(page: Page, poll: string): Promise<void> {
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Spaces', { exact: true }).click();
  await page.route('**/votes', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toContainText('No connection.');
}

test('a vote whose answer was lost before the poll closed is shown as counted, also later', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await voteUnanswered(page, poll);
  await livetally.close(poll);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Vote' })).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page.locator('.results')).toContainText('your choice');
  expect((await livetally.results(poll)).counts).toEqual([0, 1]);
});

test('a vote whose voter has ended before the answer came is not sent by somebody new, unless that is meant', async ({ page, context, livetally }) => {
  const poll = await livetally.openPoll();
  await voteUnanswered(page, poll);
  await page.evaluate((id) => {
    const name = `livetally.voter.${id}`;
    localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)!), expiresAt: '2020-01-01T00:00:00Z' }));
  }, poll);
  await page.close();
  const again = await context.newPage();
  await again.goto(`/p/${poll}`);

  await expect(again.getByRole('status')).toContainText('This device is no longer known as the voter that it was.');
  await expect(again.getByRole('radio')).toHaveCount(0);
  expect((await livetally.results(poll)).ballots).toBe(1);
  await expectAccessible(again);
  await screenshot(again, 'voter-ended');
  await again.getByRole('button', { name: 'Vote as a new voter' }).click();
  await expect(again.getByRole('radio')).toHaveCount(2);
});

test('a server that dies and comes back costs neither a vote nor a step backwards', async ({ page, livetally }) => {
  test.slow();
  const poll = await livetally.openPoll();
  const { versions } = await observe(page);
  for (let voter = 0; voter < 3; voter++) await livetally.vote(poll, [1]);
  await page.goto(`/p/${poll}`);
  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '3');
  await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'live');

  await livetally.kill();
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toContainText('No connection.');
  await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'offline');
  await livetally.restart();

  // Attempts are up to 10 s apart by now.
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.', { timeout: 30_000 });
  await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'live', { timeout: 30_000 });
  await livetally.vote(poll, [0]);
  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '5');
  expect((await livetally.results(poll)).counts).toEqual([2, 3]);
  const shown = await versions();
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
});
