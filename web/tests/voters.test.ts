import { expect, test } from 'vitest';
import { LiveTallyClient } from '../src/client';
import { canonicalCode } from '../src/client/code';
import { memoryStorage, serve, type Answer, type Request } from './server';

const poll = 'k7f3q2xm';
const code = 'ABCDE-FGHIJ-KLMNO-PQRST';
const holds = '2999-01-01T00:00:00Z';
const ended = '2020-01-01T00:00:00Z';
const token = (name: string, expiresAt = holds): Answer => ({ status: 201, body: { token: name, expiresAt } });
const problem = (status: number, code: string): Answer => ({ status, body: { status, code, title: code, detail: code } });
const accepted = (request: Request): Answer => ({
  status: 202, body: { voteId: request.headers['idempotency-key'], pollId: poll, receipt: 'R', acceptedAt: '2026-01-01T00:00:00Z', status: 'accepted' },
});

const to = (requests: readonly Request[], what: 'voters' | 'votes') => requests.filter((one) => one.path.endsWith(`/${what}`));
const keys = (requests: readonly Request[]) => requests.map((one) => one.headers['idempotency-key']);
const keep = (storage: Storage, kind: string, value: unknown) => storage.setItem(`livetally.${kind}.${poll}`, JSON.stringify(value));

/** Answers requests for tokens one after the other as given, the last one on and on, and takes every vote. */
const voters = (...answers: Answer[]) => serve((request, before) =>
  request.path.endsWith('/voters') ? answers[Math.min(to(before, 'voters').length, answers.length - 1)]! : accepted(request));

test('a vote that may be recorded is not sent by somebody new when its voter has ended', async () => {
  await using server = await voters(token('new'));
  const storage = memoryStorage();
  keep(storage, 'voter', { token: 'old', expiresAt: ended });
  keep(storage, 'pending', { key: '01930000-0000-7000-8000-000000000000', choices: [1] });
  const client = new LiveTallyClient({ baseUrl: server.url, storage });

  expect(client.isVoter(poll)).toBe(false);
  await expect(client.vote(poll, [1])).rejects.toMatchObject({ problem: { code: 'invalidVoterToken' } });
  await expect(client.vote(poll, [0])).rejects.toMatchObject({ problem: { code: 'invalidVoterToken' } });
  expect(server.requests).toEqual([]);

  client.forgetVoter(poll);
  await client.vote(poll, [1]);
  expect(server.requests.at(-1)!.headers.authorization).toBe('Bearer new');
});

test('who has voted does not become somebody new by changing the vote later', async () => {
  await using server = await voters(token('first', new Date(Date.now() + 1_000).toISOString()), token('second'));
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });
  const vote = await client.vote(poll, [1]);
  await expect.poll(() => client.isVoter(poll), { timeout: 3_000 }).toBe(false);

  await expect(client.vote(poll, [0])).rejects.toMatchObject({ problem: { code: 'invalidVoterToken' } });
  expect(to(server.requests, 'voters')).toHaveLength(1);
  expect(client.recordedVote(poll)?.vote).toEqual(vote);
});

test('a voting code whose answer is lost is sent again under the same key', async () => {
  await using server = await voters('cut', token('me'));
  await new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() }).vote(poll, [0], { code });

  const [first, second] = to(server.requests, 'voters');
  expect(first!.body).toEqual({ code });
  expect(second!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
});

test.each(['abcde fghij klmno pqrst', 'ABCDEFGHIJKLMN0PQRST', 'A8CDE–FGH1J–KLMNO–PQRST'])('a code is the same code when it is written as %s, also after another', async (spelling) => {
  await using server = await voters('cut', problem(403, 'invalidCode'), token('me'));
  const storage = memoryStorage();
  const leaving = new AbortController();
  const lost = new LiveTallyClient({ baseUrl: server.url, storage }).vote(poll, [0], { code, signal: leaving.signal, onRetry: () => leaving.abort() });
  await expect(lost).rejects.toThrow();
  const client = new LiveTallyClient({ baseUrl: server.url, storage });
  await expect(client.vote(poll, [0], { code: 'ABCDE-FGHIJ-KLMNO-PQRSS' })).rejects.toMatchObject({ problem: { code: 'invalidCode' } });

  await client.vote(poll, [0], { code: spelling });

  const [first, typo, second] = keys(to(server.requests, 'voters'));
  expect(second).toBe(first);
  expect(typo).not.toBe(first);
});

test('a code is read as the server reads it, and nothing is made of what the server does not know', () => {
  expect(canonicalCode(' a0b1-c8\u2013d\u00a0e\u0085')).toBe('AOBICBDE');
  expect(canonicalCode('\u0131\ufeff')).toBe('\u0131\ufeff');
});

test('a voter whose token has ended is the same voter again by the same code and key, and goes on with the same vote', async () => {
  await using server = await voters(token('first', new Date(Date.now() + 1_000).toISOString()), token('again'));
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });
  await client.vote(poll, [1], { code });
  await expect.poll(() => client.isVoter(poll), { timeout: 3_000 }).toBe(false);

  await client.vote(poll, [0], { code: code.toLowerCase() });

  const [first, again] = keys(to(server.requests, 'voters'));
  expect(again).toBe(first);
  expect(to(server.requests, 'votes').map((one) => one.headers.authorization)).toEqual(['Bearer first', 'Bearer again']);
});

test('the voter of another code has nothing of the one before', async () => {
  await using server = await voters(token('one'), token('other'));
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });
  await client.vote(poll, [1], { code });
  expect(client.isVoter(poll, code.replaceAll('-', ' '))).toBe(true);
  expect(client.isVoter(poll, 'ZZZZZ-FGHIJ-KLMNO-PQRST')).toBe(false);

  client.forgetVoter(poll);
  expect([client.isVoter(poll), client.recordedVote(poll), client.pendingVote(poll)]).toEqual([false, null, null]);
  await client.vote(poll, [1], { code: 'ZZZZZ-FGHIJ-KLMNO-PQRST' });

  const [one, other] = keys(to(server.requests, 'voters'));
  expect(other).not.toBe(one);
  expect(server.requests.at(-1)!.headers.authorization).toBe('Bearer other');
});

test('what somebody who signed in has done here ends with the tab', async () => {
  await using server = await voters(token('one'), token('other'));
  const storage = memoryStorage();
  const session = memoryStorage();
  await new LiveTallyClient({ baseUrl: server.url, storage, session }).vote(poll, [1], { accessToken: 'of one' });
  expect(storage.length).toBe(0);
  expect(new LiveTallyClient({ baseUrl: server.url, storage, session }).isVoter(poll)).toBe(true);

  const next = new LiveTallyClient({ baseUrl: server.url, storage, session: memoryStorage() });
  expect([next.isVoter(poll), next.recordedVote(poll)]).toEqual([false, null]);
  await next.vote(poll, [0], { accessToken: 'of another' });
  expect(server.requests.at(-1)!.headers.authorization).toBe('Bearer other');
});

test('a vote whose answer was lost before the poll closed stays pending, and tells what became of it', async () => {
  await using server = await serve((request, before) => {
    if (request.path.endsWith('/voters')) return token('me');
    if (request.method === 'GET') return { status: 200, body: { voteId: request.path.split('/').at(-1), status: 'counted' } };
    return to(before, 'votes').length === 0 ? 'cut' : problem(409, 'pollClosed');
  });
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });

  await expect(client.vote(poll, [1])).rejects.toMatchObject({ problem: { code: 'pollClosed' } });

  const key = client.pendingVote(poll)!.key!;
  expect(await client.voteStatus(poll, key)).toEqual({ voteId: key, status: 'counted' });
  expect(server.requests.at(-1)!.headers.authorization).toBe('Bearer me');
});
