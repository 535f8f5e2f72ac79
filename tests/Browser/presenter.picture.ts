import { chromium, expect, test } from '@playwright/test';
import { LiveTally } from './livetally.ts';

// Each option's chances, at the beginning and at the end: the lines of a race that nobody would guess.
const options = ['A screen that everybody sees', 'A show of hands', 'Paper and a box', 'An e-mail to all, and all their answers'];
const early = [2, 6, 4, 1];
const late = [9, 3, 3, 1];
const ballots = 640;
const host = 'vote.example.org';

test.setTimeout(300_000);

test('a presenter with some hundred votes', async ({ launchOptions }) => {
  const livetally = await LiveTally.start();
  // The page says where to vote; a port of this machine would tell nobody anything.
  const rule = `--host-resolver-rules=MAP ${host} 127.0.0.1:${new URL(livetally.address).port}`;
  const browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args ?? [], rule] });
  try {
    const poll = await livetally.openPoll({ question: 'How do you find out what a room full of people thinks?', options, closesAt: new Date(Date.now() + 252_000).toISOString() });
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'dark', locale: 'en-GB' });
    await page.goto(`http://${host}/present/${poll}`);
    await expect(page.locator('#page')).toHaveAttribute('data-connection', 'live');
    for (let i = 0; i < ballots; i += 8) await Promise.all(Array.from({ length: 8 }, () => livetally.vote(poll, [choice(i / ballots)])));
    await expect(page.locator('#page')).toHaveAttribute('data-ballots', String(ballots));
    await page.waitForTimeout(600);
    await page.screenshot({ path: '../../docs/presenter.png' });
  } finally {
    await browser.close();
    await livetally.stop();
  }
});

function choice(progress: number): number {
  const weights = early.map((weight, i) => weight + (late[i]! - weight) * progress);
  let at = Math.random() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (at -= weight) < 0);
}
