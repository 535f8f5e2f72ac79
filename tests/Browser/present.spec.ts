import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, own, test, type LiveTally } from './harness';

/** Writes down every version that a page shows, from its first moment on. */
async function noteVersions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: number[] = [];
    Object.assign(window, { shown });
    new MutationObserver(() => {
      const version = Number(document.querySelector<HTMLElement>('[data-version]')?.dataset['version'] ?? NaN);
      if (!Number.isNaN(version) && version !== shown.at(-1)) shown.push(version);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-version'] });
  });
}

const versions = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as { shown: number[] }).shown);
const rising = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const counts = (page: Page): Promise<Record<string, number>> => page.locator('.standing').evaluateAll((bars) =>
  Object.fromEntries((bars as HTMLElement[]).map((bar) => [bar.dataset['option']!, Number(bar.dataset['count'])])));
const shownOrder = (page: Page): Promise<string[]> => page.locator('.standing .label').allTextContents();

async function voteOften(server: LiveTally, poll: string, ballots: readonly (readonly number[])[]): Promise<void> {
  for (let i = 0; i < ballots.length; i += 10) await Promise.all(ballots.slice(i, i + 10).map((choices) => server.vote(poll, choices)));
}

const times = (count: number, choices: readonly number[]): (readonly number[])[] => Array.from({ length: count }, () => choices);

test('both screens follow a poll through a killed server to its final result, and never show an older version', async ({ browser }) => {
  const server = await own();
  const poll = await server.openPoll({ question: 'Where do we meet?', options: ['Park', 'Pub', 'Pool'] });
  const [screen, phone] = [await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark' }), await browser.newPage()];
  await noteVersions(screen);
  await screen.goto(`${server.address}/present/${poll}`);
  await phone.goto(`${server.address}/p/${poll}`);
  await expect(screen.locator('#page')).toHaveAttribute('data-connection', 'live');
  await expect(screen.locator('.code').first()).toHaveText(poll);

  await phone.getByText('Pub', { exact: true }).click();
  await phone.getByRole('button', { name: /^vote/i }).click();
  await expect(screen.locator('#page')).toHaveAttribute('data-ballots', '1');
  await voteOften(server, poll, [...times(15, [2]), ...times(9, [0])]);
  await expect(screen.locator('#page')).toHaveAttribute('data-ballots', '25');
  expect(await shownOrder(screen)).toEqual(['Pool', 'Park', 'Pub']);

  await server.kill();
  await expect(screen.locator('.connection')).toBeVisible();
  await server.restart();
  await voteOften(server, poll, [...times(6, [2]), ...times(20, [1])]);
  await expect(screen.locator('#page')).toHaveAttribute('data-ballots', '51', { timeout: 15_000 });
  await expect(screen.locator('#page')).toHaveAttribute('data-connection', 'live');
  await expect(screen.locator('.connection')).toBeHidden();
  expect(await counts(screen)).toEqual({ 0: 9, 1: 21, 2: 21 });

  // Equal now: who was ahead stays ahead.
  expect(await shownOrder(screen)).toEqual(['Pool', 'Pub', 'Park']);
  await expect(phone.getByText('51', { exact: false }).first()).toBeVisible();
  await screen.screenshot({ path: 'screenshots/present-open.png' });
  await accessible(screen);

  await server.post(`polls/${poll}/close`, {}, server.admin);
  await expect(screen.locator('#page')).toHaveAttribute('data-state', 'final', { timeout: 20_000 });
  const results = await server.get(`polls/${poll}/results`);
  expect(results.ballots).toBe(51);
  await expect(screen.locator('.root')).toHaveAttribute('data-root', results.final.root);
  await expect(screen.locator('#page')).toHaveAttribute('data-version', String(results.version));
  await screen.screenshot({ path: 'screenshots/present-final.png' });
  await accessible(screen);
  await screen.getByRole('button', { name: 'Check this result' }).click();
  await expect(screen.getByRole('dialog')).toContainText(poll);

  // A final result is there again at once.
  await screen.reload();
  await expect(screen.locator('.root')).toHaveAttribute('data-root', results.final.root);
  const noted = await versions(screen);
  expect(noted).toEqual([results.version]);
  await server.stop();
});
