import { expect, expectAccessible, screenshot, test, type Page } from './test.ts';

/** The server's poll, but for who may vote in it: what follows is told by each test. */
async function withVoters(page: Page, poll: string, voters: 'codes' | 'directory'): Promise<void> {
  await page.route(`**/api/polls/${poll}`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...await answer.json(), voters } });
  });
}

const refusal = (status: number, code: string) => ({ status, contentType: 'application/problem+json', json: { code, status, title: code, detail: code } });

test('a poll with voting codes asks for one, says when it is not taken, and keeps the ballot', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await withVoters(page, poll, 'codes');
  await page.route('**/voters', async (route) => {
    const { code } = route.request().postDataJSON();
    if (code === 'WRONG') return route.fulfill(refusal(403, 'invalidCode'));
    expect(code).toBe('ABCDE-FGHIJ');
    await route.continue({ postData: '{}' });
  });
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Spaces').click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByText('Enter your voting code.')).toBeVisible();
  await page.getByLabel('Your voting code').fill('WRONG');
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('That voting code is unknown or has been used.');
  await expect(page.getByLabel('Your voting code')).toBeFocused();
  await expect(page.getByLabel('Your voting code')).toHaveValue('WRONG');
  await expectAccessible(page);
  await screenshot(page, 'voter-code');

  await page.getByLabel('Your voting code').fill('ABCDE-FGHIJ');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  expect((await livetally.results(poll)).counts).toEqual([0, 1]);
});

test('a code that comes with the address is filled in', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await withVoters(page, poll, 'codes');
  await page.goto(`/p/${poll}#code=ABCDE-FGHIJ`);
  await expect(page.getByLabel('Your voting code')).toHaveValue('ABCDE-FGHIJ');
});

test('where voters sign in and nothing says how, the page says so', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await withVoters(page, poll, 'directory');
  await page.route('**/api/settings', (route) => route.fulfill({ json: { signIn: null, target: 'local' } }));
  await page.goto(`/p/${poll}`);

  await expect(page.getByText('this server is not set up for that')).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expectAccessible(page);
});

test('a voter signs in with the directory, by code and PKCE, comes back to the poll and votes', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  const directory = `${livetally.address}/directory`;
  await withVoters(page, poll, 'directory');
  await page.route('**/api/settings', (route) => route.fulfill({ json: { signIn: { authority: directory, clientId: 'pages', scope: 'api://livetally/vote' }, target: 'azure' } }));
  await page.route('**/directory/.well-known/openid-configuration', (route) => route.fulfill({
    json: { authorization_endpoint: `${directory}/authorize`, token_endpoint: `${directory}/token` },
  }));
  let challenge = '';
  await page.route('**/directory/authorize?**', (route) => {
    const asked = new URL(route.request().url()).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ client_id: 'pages', response_type: 'code', redirect_uri: `${livetally.address}/`, code_challenge_method: 'S256' });
    challenge = asked.get('code_challenge')!;
    return route.fulfill({ status: 302, headers: { Location: `/?code=the-code&state=${asked.get('state')}` } });
  });
  await page.route('**/directory/token', async (route) => {
    const sent = new URLSearchParams(route.request().postData()!);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sent.get('code_verifier')!));
    expect(sent.get('code')).toBe('the-code');
    expect(Buffer.from(digest).toString('base64url')).toBe(challenge);
    await route.fulfill({ json: { access_token: 'the-token', expires_in: 3600 } });
  });
  await page.route('**/voters', async (route) => {
    expect(route.request().headers()['authorization']).toBe('Bearer the-token');
    const { authorization: _, ...headers } = route.request().headers();
    await route.continue({ headers });
  });
  await page.goto(`/p/${poll}`);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page).toHaveURL(`/p/${poll}`);
  await page.locator('.ballot').getByText('Tabs').click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
});

test('a voting code that the server made lets one voter in, and not another', async ({ page, browser, livetally }) => {
  const poll = await livetally.openPoll({ voters: 'codes' });
  const { codes: [code] } = await livetally.admin<{ codes: string[] }>('POST', `polls/${poll}/codes`, { count: 1 });
  await page.goto(`/p/${poll}#code=${code!.toLowerCase()}`);
  await page.locator('.ballot').getByText('Spaces').click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');

  await using context = await browser.newContext({ baseURL: livetally.address, locale: 'en-GB' });
  const other = await context.newPage();
  await other.goto(`/p/${poll}#code=${code}`);
  await other.locator('.ballot').getByText('Tabs').click();
  await other.getByRole('button', { name: 'Vote' }).click();
  await expect(other.getByRole('status')).toHaveText('That voting code is unknown or has been used.');
  expect((await livetally.results(poll)).counts).toEqual([0, 1]);
});

test('a link with another code lets another voter vote on the same device, and only when that is meant', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ voters: 'codes', results: 'afterVote' });
  const { codes: [one, other] } = await livetally.admin<{ codes: string[] }>('POST', `polls/${poll}/codes`, { count: 2 });
  await page.goto(`/p/${poll}#code=${one}`);
  await page.locator('.ballot').getByText('Spaces').click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await page.reload();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page.getByRole('button', { name: 'Vote with the code in the link' })).toHaveCount(0);

  // Only what follows # is different: by itself the browser would not load the page.
  await page.evaluate((code) => { location.hash = `code=${code}`; }, other);
  await page.getByRole('button', { name: 'Vote with the code in the link' }).waitFor();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expectAccessible(page);
  await screenshot(page, 'voter-other-code');
  await page.getByRole('button', { name: 'Vote with the code in the link' }).click();
  await expect(page.getByLabel('Your voting code')).toHaveValue(other!);
  await expect(page.locator('.results')).toHaveCount(0);
  await page.locator('.ballot').getByText('Tabs').click();
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect.poll(async () => (await livetally.results(poll)).counts).toEqual([1, 1]);
});
