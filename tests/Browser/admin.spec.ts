import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LiveTally } from './livetally.ts';
import { expect, expectAccessible, screenshot, test, type Page } from './test.ts';

test.use({ viewport: { width: 1280, height: 800 } });

/** Opens a section of the page as an admin who has signed in before. */
async function open(page: Page, address: string): Promise<void> {
  await page.addInitScript((key) => sessionStorage.setItem('livetally.adminKey', key), LiveTally.adminKey);
  await page.goto(`/admin#/${address}`);
}

test('a wrong key is refused; the right one leads to the polls and is forgotten with the tab', async ({ page, livetally, context }) => {
  await page.goto('/admin');
  await page.getByLabel('Admin key').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('This is not the admin key.');
  await screenshot(page, 'admin-sign-in');
  await expectAccessible(page);

  await page.getByLabel('Admin key').fill(LiveTally.adminKey);
  await page.getByLabel('Admin key').press('Enter');
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();

  const other = await context.newPage();
  await other.goto('/admin');
  await expect(other.getByLabel('Admin key')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Admin key')).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(LiveTally.adminKey);
});

test('a poll is written with a preview, opened, voted in, closed and verified', async ({ page, livetally }) => {
  await open(page, 'new');
  await page.getByLabel('Question').fill('What is for lunch?');
  await page.getByRole('textbox', { name: 'Option 1' }).fill('Soup');
  await page.getByRole('button', { name: 'Create as draft' }).click();
  await expect(page.getByRole('textbox', { name: 'Option 2' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('textbox', { name: 'Option 2' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Option 1' })).toHaveAttribute('aria-invalid', 'false');

  await page.getByRole('textbox', { name: 'Option 2' }).fill('Salad');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.getByRole('textbox', { name: 'Option 3' }).fill('Stew');
  const preview = page.getByRole('region', { name: 'As voters see it' });
  await expect(preview).toContainText('What is for lunch?');
  await expect(preview).toContainText('Stew');
  await screenshot(page, 'admin-edit');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create as draft' }).click();

  await expect(page.getByRole('heading', { name: 'What is for lunch?' })).toBeVisible();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'draft');
  await page.getByRole('button', { name: 'Open now' }).click();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'open');
  const poll = page.url().slice(-8);
  await livetally.vote(poll, [1]);
  await expect(page.locator('.tally')).toHaveAttribute('data-ballots', '1');
  await expect(page.locator('.standing').nth(1)).toHaveAttribute('data-count', '1');
  await screenshot(page, 'admin-poll');
  await expectAccessible(page);

  const csv = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Results as CSV' }).click();
  expect((await csv).suggestedFilename()).toBe(`${poll}.csv`);

  await page.getByRole('button', { name: 'End voting' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'open');
  await page.getByRole('button', { name: 'End voting' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End voting' }).click();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'final', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Count anew' }).click();
  await expect(page.locator('[data-equal="true"]')).toContainText('1 ballot');
  const { final } = await livetally.results(poll);
  await expect(page.locator('.verify')).toContainText(final!.root);
});

test('a draft is changed; who edits a poll that somebody else has changed meanwhile is told so and goes on from there', async ({ page, livetally }) => {
  const id = await livetally.draft({ question: 'Tea?', options: ['Green', 'Black'], closesAt: '2099-01-01T12:34:56Z' });
  await open(page, `polls/${id}/edit`);
  await page.getByLabel('A ballot says').selectOption('multiple');
  await page.getByLabel('Most choices').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.facts')).toContainText('Several options');
  expect(await livetally.admin('GET', `polls/${id}`)).toMatchObject({ kind: 'multiple', maxChoices: 2, closesAt: '2099-01-01T12:34:56+00:00' });

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Question').fill('Mine');
  const known = await fetch(`${livetally.address}/api/polls/${id}`, { headers: { 'X-Admin-Key': LiveTally.adminKey } });
  await livetally.admin('PATCH', `polls/${id}`, { question: 'Theirs' }, { 'If-Match': known.headers.get('ETag')! });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else has changed this poll meanwhile.')).toBeVisible();
  expect(await livetally.admin('GET', `polls/${id}`)).toMatchObject({ question: 'Theirs' });
  await page.getByRole('button', { name: 'Load anew' }).click();
  await expect(page.getByLabel('Question')).toHaveValue('Theirs');

  // An open poll only lets its end be moved.
  await livetally.admin('POST', `polls/${id}/open`);
  await page.reload();
  await expect(page.getByLabel('Question')).toBeDisabled();
  await page.getByLabel('Closes by itself').fill('2098-05-06T07:08');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.facts')).toContainText('2098');
});

test('voting codes are shown once, and go into a file', async ({ page, livetally }) => {
  const id = await livetally.draft({ question: 'Board?', options: ['Ada', 'Grace'], voters: 'codes' });
  await open(page, `polls/${id}`);
  await page.getByLabel('How many').fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.locator('.code-list li')).toHaveCount(3);
  const codes = await page.locator('.code-list li').allTextContents();
  expect(new Set(codes.filter((code) => /^([A-Z2-7]{5}-){3}[A-Z2-7]{5}$/.test(code))).size).toBe(3);

  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const saved = await (await file).createReadStream();
  const text = (await saved.toArray()).join('');
  expect(text.split('\r\n')).toEqual(['code,address', ...codes.map((code) => `${code},${livetally.address}/p/${id}`), '']);

  await livetally.admin('POST', `polls/${id}/open`);
  expect(await livetally.call('POST', `polls/${id}/voters`, { code: codes[0] })).toHaveProperty('token');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible();
  await expect(page.locator('.code-list')).toHaveCount(0);
});

test('what people write stays text, and a poll is deleted only by who types its code', async ({ page, livetally }) => {
  const bomb = '<img src=x onerror="document.title=\'run\'">';
  const id = await livetally.draft({ question: bomb, options: [bomb, 'No'] });
  await open(page, '');
  const row = page.locator(`[data-poll="${id}"]`);
  await expect(row).toContainText(bomb);
  await screenshot(page, 'admin-polls');
  await expectAccessible(page);
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { name: bomb })).toBeVisible();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('region', { name: 'As voters see it' })).toContainText(bomb);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toBe('run');

  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('something');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await dialog.getByRole('textbox').fill(id);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();
  await expect(page.locator(`[data-poll="${id}"]`)).toHaveCount(0);
});

test('dead letters are replayed or given up, and health names every dependency, in German too', async ({ page, livetally }) => {
  const folder = join(livetally.data, 'deadletters');
  await mkdir(folder, { recursive: true });
  for (const [number, reason] of [[1, 'first'], [2, 'second']] as const) {
    const letter = { partition: 0, sequenceNumber: number, reason, parkedAt: '2026-01-02T03:04:05+00:00', body: 'AAEC' };
    await writeFile(join(folder, `0000-${String(number).padStart(20, '0')}.json`), JSON.stringify(letter));
  }
  await page.addInitScript(() => localStorage.setItem('livetally.language', 'de'));
  await open(page, 'deadletters');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('row', { name: 'first' })).toContainText('3 Byte');
  await screenshot(page, 'admin-dead-letters');
  await expectAccessible(page);
  await page.getByRole('row', { name: 'first' }).getByRole('button', { name: 'Neu einspielen' }).click();
  await expect(page.getByText('Es ist wieder im Log.')).toBeVisible();
  await page.getByRole('row', { name: 'second' }).getByRole('button', { name: 'Löschen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
  await expect(page.getByRole('row', { name: 'second' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Aktualisieren' }).click();
  await expect(page.getByRole('row', { name: 'second' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Betrieb' }).click();
  await expect(page.locator('.health').getByText('cosmos')).toBeVisible();
  await expect(page.locator('[data-health="up"]').first()).toHaveText('Läuft');
  await screenshot(page, 'admin-operations');
});

test('who signs in with the organization’s account comes back to where the sign-in began, as an admin', async ({ page, livetally }) => {
  const issuer = `${livetally.address}/issuer`;
  const sent: (string | undefined)[] = [];
  let asked = new URLSearchParams();
  await page.route('**/api/settings', (route) => route.fulfill({ json: { signIn: { authority: issuer, clientId: 'pages', scope: 'api://livetally/.default' }, target: 'azure' } }));
  await page.route('**/api/deadletters', (route) => {
    sent.push(route.request().headers()['authorization']);
    return route.fulfill({ json: { deadLetters: [], continuation: null } });
  });
  await page.route('**/issuer/**', (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith('/openid-configuration')) return route.fulfill({ json: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` } });
    if (url.pathname.endsWith('/authorize')) {
      asked = url.searchParams;
      return route.fulfill({ status: 302, headers: { Location: `${asked.get('redirect_uri')}?code=once&state=${asked.get('state')}` } });
    }
    const form = new URLSearchParams(route.request().postData() ?? '');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    return form.get('code') === 'once' && challenge === asked.get('code_challenge')
      ? route.fulfill({ json: { access_token: 'of-ada', token_type: 'Bearer', expires_in: 3600 } })
      : route.fulfill({ status: 400, json: { error: 'invalid_grant' } });
  });

  await page.goto('/admin#/deadletters');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Dead letters' })).toBeVisible();
  expect(page.url()).toBe(`${livetally.address}/admin#/deadletters`);
  await expect.poll(() => [...new Set(sent)]).toEqual(['Bearer of-ada']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('of-ada');
});

test('the tally of a poll whose results are for after the close moves for an admin', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ results: 'afterClose' });
  await livetally.vote(poll, [0]);
  await open(page, `polls/${poll}`);
  await expect(page.locator('.tally')).toHaveAttribute('data-ballots', '1');
  // By then it is connected, and has looked for what came while it joined.
  await page.waitForTimeout(4_000);
  await livetally.vote(poll, [1]);
  await expect(page.locator('.tally')).toHaveAttribute('data-ballots', '2');
});

test('a sign-in that the directory refuses, or whose answer is to another one, ends with its reason on the home page', async ({ page, livetally }) => {
  const issuer = `${livetally.address}/issuer`;
  await page.route('**/api/settings', (route) => route.fulfill({ json: { signIn: { authority: issuer, clientId: 'pages', scope: 'api://livetally/.default' }, target: 'azure' } }));
  let answer = (_: string | null) => '';
  await page.route('**/issuer/**', (route) => {
    const url = new URL(route.request().url());
    return url.pathname.endsWith('/openid-configuration')
      ? route.fulfill({ json: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` } })
      : route.fulfill({ status: 302, headers: { Location: `${url.searchParams.get('redirect_uri')}?${answer(url.searchParams.get('state'))}` } });
  });

  answer = (state) => String(new URLSearchParams({ state: state!, error: 'access_denied', error_description: '<b>Ada</b> may not sign in here.' }));
  await page.goto('/admin');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status')).toContainText('<b>Ada</b> may not sign in here.');
  expect(page.url()).toBe(`${livetally.address}/`);
  await expectAccessible(page);

  answer = () => String(new URLSearchParams({ state: 'of-somebody-else', error: 'access_denied', error_description: 'Call this number.' }));
  await page.goto('/admin');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status')).toContainText('not to the one that began here');
  await expect(page.getByText('Call this number.')).toHaveCount(0);
});

test('a page whose answer comes late neither shows up on the one that was gone to meanwhile nor lends it its buttons', async ({ page, livetally }) => {
  const [slow, quick] = [await livetally.draft({ question: 'Slow?' }), await livetally.draft({ question: 'Quick?' })];
  let answerComes = () => {};
  const late = new Promise<void>((resolve) => { answerComes = resolve; });
  await page.route(`**/api/polls/${slow}`, async (route) => {
    await late;
    await route.continue();
  });
  await open(page, `polls/${quick}`);
  await expect(page.getByRole('heading', { name: 'Quick?' })).toBeVisible();
  const asked = page.waitForRequest(`**/api/polls/${slow}`);
  await page.evaluate((id) => { location.hash = `#/polls/${id}`; }, slow);
  await asked;
  // Not before the address is that of its poll again.
  await expect(page.getByRole('button', { name: 'Open now' })).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Quick?' })).toBeVisible();
  const answered = page.waitForResponse(`**/api/polls/${slow}`);
  answerComes();
  await (await answered).finished();

  await page.getByRole('button', { name: 'Open now' }).click();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'open');
  await expect(page.getByRole('heading', { name: 'Quick?' })).toBeVisible();
  expect(await livetally.admin('GET', `polls/${quick}`)).toMatchObject({ state: 'open' });
  expect(await livetally.admin('GET', `polls/${slow}`)).toMatchObject({ state: 'draft' });
});

test('a question of a page that is left goes with it', async ({ page, livetally }) => {
  const id = await livetally.openPoll();
  await open(page, '');
  await page.locator(`[data-poll="${id}"]`).getByRole('link').click();
  await page.getByRole('button', { name: 'End voting' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await livetally.admin('GET', `polls/${id}`)).toMatchObject({ state: 'open' });
});

test('where a proxy answers in place of the server, operations shows it as down until the server is back', async ({ page }) => {
  await open(page, 'operations');
  const health = page.locator('.health [data-health]').first();
  await expect(health).toHaveText('Up');
  await page.route('**/api/health/ready', (route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }));
  await expect(health).toHaveText('Down');
  await page.unrouteAll();
  await expect(health).toHaveText('Up');
});
