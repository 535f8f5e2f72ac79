import { expect, expectAccessible, screenshot, test } from './test.ts';

test('a vote is cast with the keyboard alone, counted, and seen', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await page.goto(`/p/${poll}`);
  await expect(page.getByRole('radio', { name: 'Spaces' })).toBeVisible();

  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page.getByRole('status')).toBeFocused();
  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '1');
  expect((await livetally.results(poll)).counts).toEqual([0, 1]);
  await expectAccessible(page);
  await screenshot(page, 'voter-counted');
});

test('after a reload the vote is there, with its receipt, and cannot be cast again', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');

  await page.reload();

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect(page.getByRole('radio')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Vote' })).toHaveCount(0);
  await page.getByText('Your receipt').click();
  await expect(page.locator('.receipt code')).toHaveText(/^[\w-]{40,}$/);
});

test('a voter who votes again all the same is told that the first vote stands', async ({ page, livetally }) => {
  const poll = await livetally.openPoll();
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await page.evaluate((id) => localStorage.removeItem(`livetally.vote.${id}`), poll);
  await page.reload();

  await page.locator('.ballot').getByText('Spaces', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.getByRole('status')).toHaveText('You had already voted. Your first vote stands.');
  expect((await livetally.results(poll)).counts).toEqual([1, 0]);
  await expectAccessible(page);
});

test('a vote can be changed where the poll allows it', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ allowChange: true });
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();
  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');

  await page.getByRole('button', { name: 'Change my vote' }).click();
  await expect(page.getByRole('radio', { name: 'Tabs' })).toBeChecked();
  await page.locator('.ballot').getByText('Spaces', { exact: true }).click();
  await page.getByRole('button', { name: 'Send the changed vote' }).click();

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  await expect.poll(async () => (await livetally.results(poll)).counts).toEqual([0, 1]);
});

test('of several options as many can be ticked as the poll allows', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ kind: 'multiple', options: ['Oak', 'Elm', 'Ash'], maxChoices: 2 });
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('Oak').click();
  await page.locator('.ballot').getByText('Ash').click();

  await expect(page.getByRole('checkbox', { name: 'Elm' })).toBeDisabled();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.getByRole('status')).toHaveText('Your vote is counted.');
  expect((await livetally.results(poll)).counts).toEqual([1, 0, 1]);
});

test('a step of a scale is chosen, and the average shown', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ kind: 'rating', options: ['1', '2', '3', '4', '5'] });
  await livetally.vote(poll, [4]);
  await page.goto(`/p/${poll}`);
  await page.locator('.ballot').getByText('4', { exact: true }).click();
  await expectAccessible(page);
  await screenshot(page, 'voter-rating');
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.locator('.results')).toContainText('2 votes · average 4.5 of 5');
});

test('options are put in order by keyboard, and the order is said', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ kind: 'ranking', options: ['Oak', 'Elm', 'Ash'] });
  await page.goto(`/p/${poll}`);
  await page.getByRole('button', { name: 'Ash' }).press('Enter');
  await page.getByRole('button', { name: 'Oak' }).press('Enter');
  await page.getByRole('button', { name: 'Move “Oak” up' }).press('Enter');

  await expect(page.getByText('“Oak” is number 1 of 2.')).toBeAttached();
  await expect(page.getByRole('button', { name: 'Move “Oak” down' })).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, 'voter-ranking');
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.locator('.says')).toHaveText('Your vote is counted.');
  expect((await livetally.results(poll)).counts).toEqual([3, 0, 2]);
});

test('results for those who have voted are shown after the vote, and move', async ({ page, livetally }) => {
  const poll = await livetally.openPoll({ results: 'afterVote' });
  await page.goto(`/p/${poll}`);
  await expect(page.getByText('The results are shown to those who have voted.')).toBeVisible();
  await page.locator('.ballot').getByText('Tabs', { exact: true }).click();
  await page.getByRole('button', { name: 'Vote' }).click();

  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '1');
  await livetally.vote(poll, [1]);
  await expect(page.locator('.results')).toHaveAttribute('data-ballots', '2');
});
