import { expect, test } from 'vitest';
import { LiveTallyClient, ProblemError } from '../src/client';
import { memoryStorage, serve, type Answer, type Request } from './server';

const token: Answer = { status: 201, body: { token: 'me', expiresAt: '2999-01-01T00:00:00Z' } };
const problem = (status: number, code: string, headers = {}): Answer => ({ status, body: { status, code, title: code, detail: code }, headers });
const accepted = (request: Request): Answer => ({
  status: 202,
  body: { voteId: request.headers['idempotency-key'], pollId: 'k7f3q2xm', receipt: 'R', acceptedAt: '2026-01-01T00:00:00Z', status: 'accepted' },
});

/** Answers token requests, and votes one after the other as given; the last answer goes on. */
const votes = (...answers: ((request: Request) => Answer)[]) => serve((request, before) => {
  if (request.path.endsWith('/voters')) return token;
  const earlier = before.filter((one) => one.path.endsWith('/votes')).length;
  return answers[Math.min(earlier, answers.length - 1)]!(request);
});

const keysOf = (requests: readonly Request[]) => requests.filter((one) => one.path.endsWith('/votes')).map((one) => one.headers['idempotency-key']);

test('a vote whose answer is lost or a fault is sent again under the same key', async () => {
  await using server = await votes(() => 'cut', () => problem(503, 'logUnavailable'), accepted);
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });
  const seen: string[] = [];

  const vote = await client.vote('k7f3q2xm', [1], { onRetry: (attempt, { code }) => seen.push(`${attempt} ${code}`) });

  expect(seen).toEqual(['1 network', '2 logUnavailable']);
  expect(keysOf(server.requests)).toEqual([vote.voteId, vote.voteId, vote.voteId]);
  expect(server.requests.filter((one) => one.path.endsWith('/voters'))).toHaveLength(1);
});

test('an answer by somebody in between, which is no JSON, is no answer', async () => {
  await using server = await votes(() => ({ status: 202, headers: { 'Content-Type': 'text/html' } }), accepted);
  const vote = await new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);
  expect(keysOf(server.requests)).toEqual([vote.voteId, vote.voteId]);
});

test('the wait is never shorter than the answer asks for', async () => {
  await using server = await votes(() => problem(429, 'rateLimited', { 'Retry-After': '1' }), accepted);
  const began = performance.now();

  await new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);

  expect(performance.now() - began).toBeGreaterThan(990);
});

test('a request that took too long to arrive is sent again', async () => {
  await using server = await votes(() => problem(408, 'requestTimeout'), accepted);
  const vote = await new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);
  expect(keysOf(server.requests)).toEqual([vote.voteId, vote.voteId]);
});

test.each(['silence', 'half'] as const)('a server that gives no whole answer (%s) is not waited for without end', async (given) => {
  await using server = await votes(() => given, accepted);
  const seen: string[] = [];

  const client = new LiveTallyClient({ baseUrl: server.url, storage: null, timeout: 100 });
  const vote = await client.vote('k7f3q2xm', [0], { onRetry: (_, { code }) => seen.push(code) });

  expect(seen).toEqual(['network']);
  expect(keysOf(server.requests)).toEqual([vote.voteId, vote.voteId]);
});

test('a vote can be given up while the server is silent', async () => {
  await using server = await votes(() => 'silence');
  const leaving = new AbortController();
  const vote = new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0], { signal: leaving.signal });
  await expect.poll(() => keysOf(server.requests)).toHaveLength(1);
  leaving.abort(new Error('left'));
  await expect(vote).rejects.toThrow('left');
});

test('what is refused is not sent again', async () => {
  await using server = await votes(() => problem(409, 'pollClosed'));
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });

  const refused = await client.vote('k7f3q2xm', [0]).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ProblemError);
  expect((refused as ProblemError).problem).toMatchObject({ code: 'pollClosed', status: 409 });
  expect(keysOf(server.requests)).toHaveLength(1);
  expect(client.pendingVote('k7f3q2xm')).toBeNull();
});

test('a page that was left before the answer goes on with the same voter and key', async () => {
  await using server = await votes(() => 'cut', accepted);
  const storage = memoryStorage();
  const leaving = new AbortController();
  const first = new LiveTallyClient({ baseUrl: server.url, storage }).vote('k7f3q2xm', [1], {
    signal: leaving.signal, onRetry: () => leaving.abort(),
  });
  await expect(first).rejects.toThrow();

  const next = new LiveTallyClient({ baseUrl: server.url, storage });
  expect(next.pendingVote('k7f3q2xm')?.choices).toEqual([1]);
  const vote = await next.vote('k7f3q2xm', [1]);

  expect(keysOf(server.requests)).toEqual([vote.voteId, vote.voteId]);
  expect(server.requests.filter((one) => one.path.endsWith('/voters'))).toHaveLength(1);
  expect(next.pendingVote('k7f3q2xm')).toBeNull();
  expect(next.recordedVote('k7f3q2xm')).toEqual({ vote, choices: [1] });
});

test('another choice is another vote, with a later key', async () => {
  await using server = await votes(accepted);
  const client = new LiveTallyClient({ baseUrl: server.url, storage: memoryStorage() });

  const first = await client.vote('k7f3q2xm', [1]);
  const second = await client.vote('k7f3q2xm', [0]);

  expect(second.voteId > first.voteId).toBe(true);
  expect(first.voteId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a vote that comes while another has no answer has the later key, and neither forgets the other', async () => {
  let release!: () => void;
  const held = new Promise<void>((resolve) => { release = resolve; });
  await using server = await votes(accepted);
  // The first vote is held up on its way back.
  const slow: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (String(init?.body).includes('[1]')) await held;
    return answer;
  };
  const storage = memoryStorage();
  const one = new LiveTallyClient({ baseUrl: server.url, storage, fetch: slow });
  const other = new LiveTallyClient({ baseUrl: server.url, storage, fetch: slow });
  const first = one.vote('k7f3q2xm', [1]);
  await expect.poll(() => keysOf(server.requests)).toHaveLength(1);

  const second = await other.vote('k7f3q2xm', [0]);
  release();
  const { voteId } = await first;

  expect(second.voteId.slice(0, 13) > voteId.slice(0, 13)).toBe(true);
  expect(one.recordedVote('k7f3q2xm')).toEqual({ vote: second, choices: [0] });
});

test('an answer to one vote leaves another that is pending', async () => {
  await using server = await votes(accepted);
  const storage = memoryStorage();
  const pending = JSON.stringify({ key: '01930000-0000-7000-8000-000000000000', choices: [1] });
  const meanwhile: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    // Another tab.
    if (String(input).endsWith('/votes')) storage.setItem('livetally.pending.k7f3q2xm', pending);
    return answer;
  };
  const client = new LiveTallyClient({ baseUrl: server.url, storage, fetch: meanwhile });
  await client.vote('k7f3q2xm', [0]);
  expect(client.pendingVote('k7f3q2xm')).toEqual(JSON.parse(pending));
});

test('the first call of a device whose clock is ahead tells the time before a key is made', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  await using server = await serve((request) => {
    const answer = request.path.endsWith('/voters') ? token : accepted(request);
    return { ...answer as Exclude<Answer, string>, headers: { Date: hourAgo.toUTCString() } };
  });
  const { voteId } = await new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);
  expect(Math.abs(parseInt(voteId.replace('-', '').slice(0, 12), 16) - hourAgo.getTime())).toBeLessThan(5_000);
});

test('a key that the server finds too far ahead is made anew by its clock', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  const ahead = problem(400, 'invalidIdempotencyKey', { Date: hourAgo.toUTCString() });
  await using server = await votes(() => ahead, accepted);
  const storage = memoryStorage();
  storage.setItem('livetally.voter.k7f3q2xm', JSON.stringify((token as { body: unknown }).body));

  const { voteId } = await new LiveTallyClient({ baseUrl: server.url, storage }).vote('k7f3q2xm', [0]);

  expect(Math.abs(parseInt(voteId.replace('-', '').slice(0, 12), 16) - hourAgo.getTime())).toBeLessThan(5_000);
  expect(keysOf(server.requests)).toHaveLength(2);
});

test('keys go by the clock of the server where that of the device is wrong', async () => {
  const hourAgo = new Date(Date.now() - 3_600_000);
  await using server = await serve((request) => {
    const answer = request.path.endsWith('/voters') ? token : request.path.endsWith('/votes') ? accepted(request) : { status: 200, body: {} };
    return { ...answer as Exclude<Answer, string>, headers: { Date: hourAgo.toUTCString() } };
  });
  const client = new LiveTallyClient({ baseUrl: server.url, storage: null });
  await client.poll('k7f3q2xm');

  const { voteId } = await client.vote('k7f3q2xm', [0]);

  expect(Math.abs(parseInt(voteId.replace('-', '').slice(0, 12), 16) - hourAgo.getTime())).toBeLessThan(5_000);
});

test('a voter token that no longer holds is replaced once', async () => {
  await using server = await votes(() => problem(401, 'invalidVoterToken'), accepted);
  await new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);
  expect(server.requests.filter((one) => one.path.endsWith('/voters'))).toHaveLength(2);
});

test('a vote that may be recorded is not sent again by another voter', async () => {
  await using server = await votes(() => 'cut', () => problem(401, 'invalidVoterToken'));
  const refused = new LiveTallyClient({ baseUrl: server.url, storage: null }).vote('k7f3q2xm', [0]);
  await expect(refused).rejects.toMatchObject({ problem: { code: 'invalidVoterToken' } });
  expect(server.requests.filter((one) => one.path.endsWith('/voters'))).toHaveLength(1);
});

test('a store that takes nothing more loses no vote while the page is there', async () => {
  await using server = await votes(() => 'cut', accepted);
  const full = { ...memoryStorage(), getItem: () => null, removeItem() {}, setItem() { throw new DOMException('full', 'QuotaExceededError'); } };
  const client = new LiveTallyClient({ baseUrl: server.url, storage: full as Storage });

  const vote = await client.vote('k7f3q2xm', [0]);

  expect(client.recordedVote('k7f3q2xm')?.vote).toEqual(vote);
});
