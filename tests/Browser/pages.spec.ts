import { expect, expectAccessible, expectNoSideScroll, screenshot, test } from './test.ts';

test('the home page takes the code of a poll in any case and with blanks', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await page.goto('/');
  await expectAccessible(page);
  await screenshot(page, 'home');
  await page.getByLabel('Code of the poll').fill('nonsense!');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('That is not the code of a poll.');
  await page.getByLabel('Code of the poll').fill('aaaaaaaa');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('There is no such poll');
  await expectAccessible(page);

  await page.getByLabel('Code of the poll').fill(` ${poll.slice(0, 4).toUpperCase()} ${poll.slice(4)} `);
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(`/p/${poll}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tabs or spaces?');
});

test('a poll that is not open yet appears by itself when it is', async ({ page, livetally }) => {
  const poll = await livetally.draft();
  await page.goto(`/p/${poll}`);
  await expect(page.getByRole('status')).toHaveText('There is no such poll, or it is not open yet.');
  await expectAccessible(page);

  await livetally.admin('POST', `polls/${poll}/open`);

  await expect(page.getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('status')).toBeEmpty();
});

test('a poll that closes while it is looked at takes no more votes, and becomes final', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ results: 'afterClose' });
  await livetally.vote(poll, [0]);
  await page.goto(`/p/${poll}`);
  await expect(page.getByText('The results are shown when the poll is closed.')).toBeVisible();
  await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'live');

  await livetally.close(poll);

  await expect(page.getByRole('status')).toHaveText('This poll is closed.');
  await expect(page.getByRole('button', { name: 'Vote' })).toHaveCount(0);
  await expect(page.locator('.results')).toContainText('1 vote');
  await expectAccessible(page);
  await expect(page.locator('.results')).toContainText('final', { timeout: 40_000 });
  await expectAccessible(page);
  await screenshot(page, 'voter-final');
});

test('what people write in a poll is text and nothing else', async ({ page, livetally }) => {
  const attack = '<img src=x onerror="document.title=1">{count, plural, one {x}}';
  const poll = await livetally.openPoll({ question: attack, options: [attack, '<script>document.title=2</script>'] });
  await page.goto(`/p/${poll}`);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(attack);
  await page.locator('.ballot').getByText('<script>').click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page).toHaveTitle(`${attack} · LiveTally`);
  await expect(page.locator('main img, main script')).toHaveCount(0);
});

test('the page speaks the language of the browser, of the address, or the one chosen', async ({ browser, livetally }) => {
  const poll = await livetally.openPoll();
  await using context = await browser.newContext({ locale: 'de-AT', baseURL: livetally.address });
  const page = await context.newPage();
  await page.goto(`/p/${poll}`);
  await expect(page.getByRole('button', { name: 'Abstimmen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expectAccessible(page);
  await screenshot(page, 'voter-german');

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('button', { name: 'Vote' })).toBeVisible();
  await page.goto(`/p/${poll}`);
  await expect(page.getByRole('button', { name: 'Vote' })).toBeVisible();
  await page.goto(`/p/${poll}?lang=de`);
  await expect(page.getByRole('button', { name: 'Abstimmen' })).toBeVisible();
});

test('nothing has to be scrolled to the side at 320 pixels, from either side', async ({ page, livetally }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(1);
  for (const kind of ['single', 'rating', 'ranking'] as const) {
    const poll = await livetally.openPoll({ kind, question: `${long}? ${long}`, options: [long, 'No', 'Perhaps', '4', '5'] });
    await livetally.vote(poll, [0]);
    for (const dir of ['ltr', 'rtl']) {
      await page.goto(`/p/${poll}?dir=${dir}`);
      await expect(page.locator('.results')).toBeVisible();
      if (kind === 'ranking') await page.getByRole('button', { name: long }).click();
      await expect(page.locator('html')).toHaveAttribute('dir', dir);
      await expectNoSideScroll(page);
      await screenshot(page, `voter-320-${kind}-${dir}`);
    }
  }
  await page.goto('/');
  await expectNoSideScroll(page);
});

test('the page is as readable in the dark, and nothing moves for who wants that', async ({ page, livetally }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const poll = await livetally.openPoll();
  await livetally.vote(poll, [0]);
  await page.goto(`/p/${poll}`);
  await expect(page.locator('.results')).toBeVisible();

  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(15, 17, 21)');
  expect(await page.evaluate(() => getComputedStyle(document.querySelector('.bar')!, '::before').transitionDuration)).toBe('0s');
  await expectAccessible(page);
  await screenshot(page, 'voter-dark');
});

test('the ballot is there before the library for pushes is, after less than 20 KB of scripts', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  const sizes: number[] = [];
  let ballotIsThere = () => {};
  const held = new Promise<void>((resolve) => { ballotIsThere = resolve; });
  let pushes = 0;
  await page.route('**/assets/*.js', async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes('negotiateVersion')) {
      pushes++;
      await held;
    } else sizes.push(Number(answer.headers()['content-length']));
    await route.fulfill({ response: answer });
  });
  await page.goto(`/p/${poll}`);
  await page.getByRole('radio').first().waitFor();
  const before = [...sizes];
  ballotIsThere();

  await expect(page.locator('.poll')).toHaveAttribute('data-connection', 'live');
  expect(pushes).toBe(1);
  // With the language, which is loaded when it is known which.
  expect(before.length).toBeGreaterThan(2);
  expect(before.reduce((sum, size) => sum + size, 0)).toBeLessThan(20 * 1024);
});
