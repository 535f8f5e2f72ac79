import { LiveTally } from './livetally.ts';
import { expect, expectAccessible, expectNoSideScroll, screenshot, test, type Page } from './test.ts';

test.use({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark' });

/** Notes every version that a page shows, from its first moment on and across reloads. */
async function noteVersions(page: Page): Promise<number[]> {
  const shown: number[] = [];
  await page.exposeFunction('noteVersion', (version: number) => void shown.push(version));
  await page.addInitScript(() => {
    let last = NaN;
    new MutationObserver(() => {
      const version = Number(document.querySelector<HTMLElement>('[data-version]')?.dataset['version'] ?? NaN);
      if (Number.isNaN(version) || version === last) return;
      last = version;
      void (window as unknown as { noteVersion(version: number): void }).noteVersion(version);
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-version'] });
  });
  return shown;
}

const rising = (versions: readonly number[]): number[] => [...versions].sort((a, b) => a - b);

const counts = (page: Page): Promise<number[]> => page.locator('.standing').evaluateAll((standings) =>
  (standings as HTMLElement[]).sort((a, b) => Number(a.dataset['option']) - Number(b.dataset['option'])).map(({ dataset }) => Number(dataset['count'])));

const order = (page: Page): Promise<string[]> => page.locator('.standing .label').allTextContents();

async function vote(livetally: LiveTally, poll: string, times: number, choices: number[]): Promise<void> {
  // A few at a time: the machine has better things to do than to be overloaded.
  for (let left = times; left > 0; left -= 5) await Promise.all(Array.from({ length: Math.min(left, 5) }, () => livetally.vote(poll, choices)));
}

test('voter and screen follow a poll through a killed server to its final result, and never show an older version', async ({ context, page }) => {
  // Two starts of the program, and a poll that closes.
  test.slow();
  const livetally = await LiveTally.start();
  try {
    const poll = await livetally.openPoll({ question: 'Where do we meet?', options: ['Park', 'Pub', 'Pool'] });
    const phone = await context.newPage();
    const [onScreen, onPhone] = [await noteVersions(page), await noteVersions(phone)];
    await page.goto(`${livetally.address}/present/${poll}`);
    await phone.goto(`${livetally.address}/p/${poll}`);
    await phone.getByRole('radio', { name: 'Pub' }).check();
    await phone.getByRole('button', { name: 'Vote' }).click();
    await vote(livetally, poll, 15, [2]);
    await vote(livetally, poll, 9, [0]);
    const screen = page.locator('#page');
    await expect(screen).toHaveAttribute('data-ballots', '25');
    await expect(screen).toHaveAttribute('data-connection', 'live');
    expect(await order(page)).toEqual(['Pool', 'Park', 'Pub']);

    await livetally.kill();
    await expect(page.locator('.connection')).toBeVisible();
    await livetally.restart();
    await vote(livetally, poll, 6, [2]);
    await vote(livetally, poll, 20, [1]);
    await expect(screen).toHaveAttribute('data-ballots', '51');
    await expect(phone.locator('.results')).toHaveAttribute('data-ballots', '51');
    await expect(page.locator('.connection')).toBeHidden();
    expect(await counts(page)).toEqual([9, 21, 21]);
    // Those who are equal: the one that was ahead stays ahead.
    expect(await order(page)).toEqual(['Pool', 'Pub', 'Park']);
    await expectAccessible(page);

    await livetally.close(poll);
    await expect(screen).toHaveAttribute('data-state', 'final', { timeout: 25_000 });
    const results = await livetally.results(poll);
    await expect(page.locator('.root')).toHaveAttribute('data-root', results.final!.root);
    await expect(screen).toHaveAttribute('data-version', String(results.version));
    await expect(phone.locator('.results')).toHaveAttribute('data-version', String(results.version));
    await expectAccessible(page);
    await screenshot(page, 'present-final');
    await page.getByRole('button', { name: 'Check this result' }).click();
    await expect(page.getByRole('dialog')).toContainText(results.final!.root);

    expect(results.ballots).toBe(51);
    for (const shown of [onScreen, onPhone]) {
      expect(shown.length).toBeGreaterThan(1);
      expect(shown).toEqual(rising(shown));
    }
  } finally {
    await livetally.stop();
  }
});

test('a reload begins with what was shown last, even when the server is slower with an older answer', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  const shown = await noteVersions(page);
  await page.goto(`/present/${poll}`);
  await livetally.vote(poll, [0]);
  await expect(page.locator('#page')).toHaveAttribute('data-ballots', '1');
  const old = await livetally.results(poll);
  await livetally.vote(poll, [1]);
  await expect(page.locator('#page')).toHaveAttribute('data-ballots', '2');

  await page.route('**/results', (route) => route.fulfill({ json: old }));
  await page.reload();
  await expect(page.locator('#page')).toHaveAttribute('data-ballots', '2');
  await expect(page.locator('#page')).toHaveAttribute('data-connection', 'live');
  await livetally.vote(poll, [1]);
  await expect(page.locator('#page')).toHaveAttribute('data-ballots', '3');
  // 2 is shown twice, before the reload and after.
  expect(shown.length).toBeGreaterThan(2);
  expect(shown).toEqual(rising(shown));
});

test('a draft is not shown; its screen waits with code and QR code, in German too, and begins when it opens', async ({ page, livetally }) => {
  const poll = await livetally.draft({ question: '<img src=x onerror="document.title=1">', options: ['<b>Eins</b>', 'Zwei'], closesAt: '2099-01-01T00:00:00Z' });
  await page.goto(`/present/${poll}?lang=de`);
  await expect(page.getByRole('heading', { name: 'Diese Umfrage ist noch nicht offen' })).toBeVisible();
  await expect(page.locator('.join > .code')).toHaveText(poll);
  await expect(page.getByRole('img', { name: `${livetally.address}/p/${poll}` }).first()).toBeVisible();
  await screenshot(page, 'present-waiting');

  await livetally.admin('POST', `polls/${poll}/open`);
  await expect(page.locator('#page')).toHaveAttribute('data-state', 'open');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<img src=x onerror="document.title=1">');
  await expect(page.locator('.state')).toHaveText('Offen');
  await expect(page.locator('[data-stat="left"]')).toContainText('Tage');
  expect(await page.locator('img, .standing b').count()).toBe(0);

  await page.keyboard.press('q');
  await expect(page.getByRole('dialog')).toContainText(poll);
  await page.keyboard.press('q');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await page.keyboard.press('l');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('f');
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
});

test('a ranking shows points and first choices, a rating keeps its steps in order, hidden results stay hidden', async ({ page, livetally }) => {
  const ranking = await livetally.openPoll({ kind: 'ranking', options: ['Tea', 'Coffee', 'Water'] });
  await vote(livetally, ranking, 2, [1, 0]);
  await livetally.vote(ranking, [2, 1]);
  await page.goto(`/present/${ranking}`);
  await expect(page.locator('#page')).toHaveAttribute('data-ballots', '3');
  await expect(page.locator('.standing').first()).toContainText('Coffee');
  await expect(page.locator('.standing').first()).toContainText('2 first');
  expect(await counts(page)).toEqual((await livetally.results(ranking)).counts);

  const rating = await livetally.openPoll({ kind: 'rating', options: ['1', '2', '3', '4', '5'] });
  await vote(livetally, rating, 3, [4]);
  await livetally.vote(rating, [0]);
  await page.goto(`/present/${rating}`);
  await expect(page.locator('[data-stat="average"]')).toContainText('4.0');
  expect(await order(page)).toEqual(['1', '2', '3', '4', '5']);

  const hidden = await livetally.openPoll({ results: 'afterClose' });
  await livetally.vote(hidden, [0]);
  await page.goto(`/present/${hidden}`);
  await expect(page.getByText('The result appears when voting has ended.')).toBeVisible();
  await expect(page.locator('.standings')).toBeHidden();
});

test('everything fits on a projector and on a phone, with twenty long options, dark and light', async ({ page, livetally }) => {
  const options = Array.from({ length: 20 }, (_, i) => `Number ${i + 1}, an option with a name that is longer than one line of it`);
  const poll = await livetally.openPoll({ question: 'Which of these twenty, each with a name that goes on and on, do you take? '.repeat(3).trim(), options });
  for (let i = 0; i < 6; i++) await livetally.vote(poll, [i]);
  for (const [width, height, colorScheme] of [[1280, 720, 'dark'], [1920, 1080, 'light'], [360, 740, 'dark']] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`/present/${poll}`);
    await expect(page.locator('#page')).toHaveAttribute('data-ballots', '6');
    await expectNoSideScroll(page);
    if (width > 1000) {
      const last = (await page.locator('.standing').last().boundingBox())!;
      expect(last.y + last.height).toBeLessThanOrEqual(height);
      const tools = (await page.locator('.tools').boundingBox())!;
      expect(tools.y + tools.height).toBeLessThanOrEqual(height);
    }
    await expectAccessible(page);
    await screenshot(page, `present-${width}`);
  }
});
