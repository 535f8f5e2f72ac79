import { expect, test, vi } from 'vitest';
import { LiveTallyClient, type Results } from '../src/client';
import { serve, type Answer } from './server';

const poll = { id: 'k7f3q2xm', state: 'open', results: 'live' };
const results = (version: number, final: Results['final'] = null) => ({ pollId: 'k7f3q2xm', state: 'open', version, ballots: 0, counts: [0, 0], final });

/** A server without pushes: everything that watches has to ask. */
const asking = (answers: readonly Answer[]) => serve((request, before) => {
  if (request.method === 'POST') return { status: 503 };
  if (!request.path.endsWith('/results')) return { status: 200, body: poll };
  return answers[Math.min(before.filter((one) => one.path.endsWith('/results')).length, answers.length - 1)]!;
});

test('without pushes the results are asked for, none older than one before is shown, and the final ones end it', async () => {
  await using server = await asking([5, 3, 6].map((version): Answer => ({ status: 200, body: results(version) })).concat({ status: 200, body: results(9, { root: 'r' }) }));
  const versions: number[] = [];
  const states: string[] = [];
  await new Promise<void>((resolve) => {
    new LiveTallyClient({ baseUrl: server.url, storage: null }).watch('k7f3q2xm', {
      results: (shown) => { versions.push(shown.version); if (shown.final) resolve(); },
      connection: (state) => states.push(state),
    }, { after: 4, interval: 20 });
  });

  expect(versions).toEqual([5, 6, 9]);
  expect(states).toEqual(['connecting', 'polling']);
});

test('results that are hidden are reported once, and asked for until they are shown', async () => {
  await using server = await asking([
    { status: 403, body: { code: 'resultsHidden', status: 403 } }, { status: 403, body: { code: 'resultsHidden', status: 403 } },
    { status: 200, body: results(1, { root: 'r' }) },
  ]);
  const refused: string[] = [];
  await new Promise<void>((resolve) => {
    const client = new LiveTallyClient({ baseUrl: server.url, storage: null });
    client.watch('k7f3q2xm', { refused: ({ code }) => refused.push(code), results: () => resolve() }, { interval: 20 });
  });
  expect(refused).toEqual(['resultsHidden']);
});

test('results for after the close, which are not pushed before, are asked for all the same by who may see them', async () => {
  let version = 0;
  let connected = 0;
  vi.doMock('@microsoft/signalr', () => ({
    LogLevel: {},
    HubConnectionBuilder: class {
      withUrl() { return this; }
      configureLogging() { return this; }
      build() { return { connectionId: 'c', on() {}, onclose() {}, start: async () => { connected++; }, stop: async () => {} }; }
    },
  }));
  await using server = await serve((request) => {
    if (request.method === 'POST') return { status: 204 };
    return { status: 200, body: request.path.endsWith('/results') ? results(version++) : { ...poll, results: 'afterClose' } };
  });
  const states: string[] = [];
  const shown: number[] = [];
  const watch = new LiveTallyClient({ baseUrl: server.url, storage: null }).watch('k7f3q2xm', {
    results: (one) => shown.push(one.version), connection: (state) => states.push(state),
  }, { interval: 20 });

  await expect.poll(() => states.at(-1)).toBe('live');
  const then = version;
  // More than the looks at joining.
  await expect.poll(() => version).toBeGreaterThan(then + 5);
  watch.stop();
  expect(connected).toBe(1);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));
  vi.doUnmock('@microsoft/signalr');
});
