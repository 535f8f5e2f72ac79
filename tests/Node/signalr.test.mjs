import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { start } from './livetally.mjs';

let livetally;

before(async () => { livetally = await start(); });
after(() => livetally.stop());

for (const transport of ['WebSockets', 'ServerSentEvents', 'LongPolling']) {
  test(`@microsoft/signalr watches a poll over ${transport}`, { timeout: 60_000 }, async () => {
    const poll = await livetally.openPoll({ question: 'Tabs or spaces?', options: ['Tabs', 'Spaces'] });
    const connection = new HubConnectionBuilder()
      .withUrl(`${livetally.address}/api/polls/${poll}`, { transport: HttpTransportType[transport] })
      .configureLogging(LogLevel.Error)
      .build();
    const versions = [];
    const counted = new Promise((resolve) => connection.on('results', (results) => {
      versions.push(results.version);
      if (results.ballots === 3) resolve(results);
    }));

    await connection.start();
    await livetally.post(`polls/${poll}/viewers`, { connectionId: connection.connectionId });
    for (const choice of [0, 1, 1]) await livetally.vote(poll, [choice]);
    const results = await counted;
    await connection.stop();

    assert.deepEqual(results.counts, [1, 2]);
    assert.equal(results.pollId, poll);
    assert.equal(results.state, 'open');
    assert.equal(results.final, null);
    assert.deepEqual(versions, [...new Set(versions)].sort((a, b) => a - b));
  });
}

test('a token for one poll opens no other hub', { timeout: 60_000 }, async () => {
  const poll = await livetally.openPoll({ question: 'Tabs or spaces?', options: ['Tabs', 'Spaces'] });
  const { url, accessToken } = await livetally.post(`polls/${poll}/negotiate?negotiateVersion=1`, {});
  const negotiate = new URL(url);
  negotiate.pathname += 'negotiate';

  const granted = await fetch(negotiate, { method: 'POST', headers: { Authorization: `Bearer ${accessToken}` } });
  const refused = await fetch(negotiate, { method: 'POST' });
  negotiate.searchParams.set('hub', 'other');
  const elsewhere = await fetch(negotiate, { method: 'POST', headers: { Authorization: `Bearer ${accessToken}` } });

  assert.equal(granted.status, 200);
  assert.equal(refused.status, 401);
  assert.equal(elsewhere.status, 401);
});
