import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { accessible, expect, test, type LiveTally } from './harness';

async function signIn(page: Page, server: LiveTally, address = ''): Promise<void> {
  await page.addInitScript((key) => sessionStorage.setItem('livetally.adminKey', key), server.adminKey);
  await page.goto(`${server.address}/admin#/${address}`);
}

const draft = (server: LiveTally, poll: object): Promise<{ id: string }> => server.post('polls', poll, server.admin);

test('a wrong key is refused; the right one leads to the polls and is forgotten with the tab', async ({ page, server, context }) => {
  await page.goto(`${server.address}/admin`);
  await page.getByLabel('Admin key').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('This is not the admin key.');
  await page.screenshot({ path: 'screenshots/admin-sign-in.png' });
  await accessible(page);

  await page.getByLabel('Admin key').fill(server.adminKey);
  await page.getByLabel('Admin key').press('Enter');
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Polls' })).toBeVisible();

  const other = await context.newPage();
  await other.goto(`${server.address}/admin`);
  await expect(other.getByLabel('Admin key')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Admin key')).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(server.adminKey);
});

test('a poll is written with a preview, opened, voted in, closed and verified', async ({ page, server }) => {
  await signIn(page, server, 'new');
  await page.getByLabel('Question').fill('What is for lunch?');
  await page.getByLabel('Option 1').fill('Soup');
  await page.getByRole('button', { name: 'Create as draft' }).click();
  await expect(page.getByLabel('Option 2')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Option 2')).toBeFocused();
  await expect(page.getByLabel('Option 1')).toHaveAttribute('aria-invalid', 'false');

  await page.getByLabel('Option 2').fill('Salad');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.getByLabel('Option 3').fill('Stew');
  const preview = page.getByRole('region', { name: 'As voters see it' });
  await expect(preview).toContainText('What is for lunch?');
  await expect(preview).toContainText('Stew');
  await page.screenshot({ path: 'screenshots/admin-edit.png', fullPage: true });
  await accessible(page);
  await page.getByRole('button', { name: 'Create as draft' }).click();

  await expect(page.getByRole('heading', { name: 'What is for lunch?' })).toBeVisible();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'draft');
  await page.getByRole('button', { name: 'Open now' }).click();
  await expect(page.locator('#section')).toHaveAttribute('data-state', 'open');
  const poll = page.url().slice(-8);
  await server.vote(poll, [1]);
  await expect(page.locator('.tally')).toHaveAttribute('data-ballots', '1');
  await expect(page.locator('.standing').nth(1)).toHaveAttribute('data-count', '1');
  await page.screenshot({ path: 'screenshots/admin-poll.png', fullPage: true });
  await accessible(page);

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
  const { final } = await server.get(`polls/${poll}/results`);
  await expect(page.locator('.verify')).toContainText(final.root);
});

test('a draft is changed; who edits a poll that somebody else has changed meanwhile is told so and goes on from there', async ({ page, server }) => {
  const { id } = await draft(server, { question: 'Tea?', options: ['Green', 'Black'], closesAt: '2099-01-01T12:34:56Z' });
  await signIn(page, server, `polls/${id}/edit`);
  await page.getByLabel('A ballot says').selectOption('multiple');
  await page.getByLabel('Most choices').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.facts')).toContainText('Several options');
  expect(await server.get(`polls/${id}`, server.admin)).toMatchObject({ kind: 'multiple', maxChoices: 2, closesAt: '2099-01-01T12:34:56+00:00' });

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Question').fill('Mine');
  const etag = (await fetch(`${server.address}/api/polls/${id}`, { headers: server.admin })).headers.get('ETag')!;
  const theirs = await fetch(`${server.address}/api/polls/${id}`, {
    method: 'PATCH', body: '{"question":"Theirs"}', headers: { ...server.admin, 'If-Match': etag, 'Content-Type': 'application/json' },
  });
  expect(theirs.status).toBe(200);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else has changed this poll meanwhile.')).toBeVisible();
  expect((await server.get(`polls/${id}`, server.admin)).question).toBe('Theirs');
  await page.getByRole('button', { name: 'Load anew' }).click();
  await expect(page.getByLabel('Question')).toHaveValue('Theirs');

  // An open poll only lets its end be moved.
  await server.post(`polls/${id}/open`, {}, server.admin);
  await page.reload();
  await expect(page.getByLabel('Question')).toBeDisabled();
  await page.getByLabel('Closes by itself').fill('2098-05-06T07:08');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.facts')).toContainText('2098');
});

test('voting codes are shown once, and go into a file', async ({ page, server }) => {
  const { id } = await draft(server, { question: 'Board?', options: ['Ada', 'Grace'], voters: 'codes' });
  await signIn(page, server, `polls/${id}`);
  await page.getByLabel('How many').fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.locator('.code-list li')).toHaveCount(3);
  const codes = await page.locator('.code-list li').allTextContents();
  expect(new Set(codes.filter((code) => /^([A-Z2-7]{5}-){3}[A-Z2-7]{5}$/.test(code))).size).toBe(3);

  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const saved = await (await file).createReadStream();
  const text = (await saved.toArray()).join('');
  expect(text.split('\r\n')).toEqual(['code,address', ...codes.map((code) => `${code},${server.address}/p/${id}`), '']);

  await server.post(`polls/${id}/open`, {}, server.admin);
  expect((await server.post(`polls/${id}/voters`, { code: codes[0] })).token).toBeTruthy();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Generate' })).toBeVisible();
  await expect(page.locator('.code-list')).toHaveCount(0);
});

test('what people write stays text, and a poll is deleted only by who types its code', async ({ page, server }) => {
  const bomb = '<img src=x onerror="document.title=\'run\'">';
  const { id } = await draft(server, { question: bomb, options: [bomb, 'No'] });
  await signIn(page, server);
  const row = page.locator(`[data-poll="${id}"]`);
  await expect(row).toContainText(bomb);
  await page.screenshot({ path: 'screenshots/admin-polls.png' });
  await accessible(page);
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

test('dead letters are replayed or given up, and health names every dependency, in German too', async ({ page, server }) => {
  const folder = join(server.data, 'deadletters');
  await mkdir(folder, { recursive: true });
  for (const [number, reason] of [[1, 'first'], [2, 'second']] as const) {
    const letter = { partition: 0, sequenceNumber: number, reason, parkedAt: '2026-01-02T03:04:05+00:00', body: 'AAEC' };
    await writeFile(join(folder, `0000-${String(number).padStart(20, '0')}.json`), JSON.stringify(letter));
  }
  await page.addInitScript(() => localStorage.setItem('livetally.language', 'de'));
  await signIn(page, server, 'deadletters');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByRole('row', { name: 'first' })).toContainText('3 Byte');
  await page.screenshot({ path: 'screenshots/admin-dead-letters.png' });
  await accessible(page);
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
  await page.screenshot({ path: 'screenshots/admin-operations.png' });
});

test('who signs in with the organization’s account comes back as an admin, and a token that runs out is renewed', async ({ page, server }) => {
  const issuer = `${server.address}/issuer`;
  const sent: string[] = [];
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  let asked = new URLSearchParams();
  await page.route('**/api/settings', (route) => route.fulfill({ json: { signIn: { authority: issuer, clientId: 'pages', scope: 'api://livetally/.default' }, target: 'azure' } }));
  await page.route('**/api/polls', (route) => {
    sent.push(route.request().headers()['authorization'] ?? '');
    return route.fulfill({ json: { polls: [], continuation: null } });
  });
  await page.route('**/issuer/**', (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith('/openid-configuration')) {
      return route.fulfill({ json: { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` } });
    }
    if (url.pathname.endsWith('/authorize')) {
      asked = url.searchParams;
      return route.fulfill({ status: 302, headers: { Location: `${asked.get('redirect_uri')}?code=once&state=${asked.get('state')}` } });
    }
    const form = new URLSearchParams(route.request().postData() ?? '');
    if (form.get('grant_type') === 'refresh_token') return route.fulfill({ json: { access_token: 'second', token_type: 'Bearer', expires_in: 3600 } });
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (form.get('code') !== 'once' || challenge !== asked.get('code_challenge')) return route.fulfill({ status: 400, json: { error: 'invalid_grant' } });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: 'pages', sub: 'ada', name: 'Ada', nonce: asked.get('nonce'), iat: now, exp: now + 600 };
    return route.fulfill({ json: { access_token: 'first', token_type: 'Bearer', expires_in: 30, refresh_token: 'more', id_token: `${base64({ alg: 'RS256' })}.${base64(claims)}.c2ln` } });
  });

  await page.goto(`${server.address}/admin#/`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('banner')).toContainText('Ada');
  expect(asked.get('scope')).toBe('openid profile offline_access api://livetally/.default');
  expect(page.url()).toBe(`${server.address}/admin#/`);
  expect(new Set(sent)).toEqual(new Set(['Bearer second']));

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
