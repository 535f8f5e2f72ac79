import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HttpTransportType, HubConnectionBuilder, JsonHubProtocol, LogLevel } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import { start } from './livetally.mjs';

let livetally;

before(async () => { livetally = await start(); });
after(() => livetally.stop());

// MessagePack is binary, which server-sent events are not.
for (const [transport, protocol] of [
  ['WebSockets', new JsonHubProtocol()],
  ['WebSockets', new MessagePackHubProtocol()],
  ['ServerSentEvents', new JsonHubProtocol()],
  ['LongPolling', new JsonHubProtocol()],
  ['LongPolling', new MessagePackHubProtocol()],
]) {
  test(`@microsoft/signalr watches a poll over ${transport} in ${protocol.name}`, { timeout: 60_000 }, async () => {
    const poll = await livetally.openPoll({ question: 'Tabs or spaces?', options: ['Tabs', 'Spaces'] });
    const connection = new HubConnectionBuilder()
      .withUrl(`${livetally.address}/api/polls/${poll}`, { transport: HttpTransportType[transport] })
      .withHubProtocol(protocol)
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

test('a client that invokes something gets an error and goes on listening', { timeout: 60_000 }, async () => {
  const poll = await livetally.openPoll({ question: 'Tabs or spaces?', options: ['Tabs', 'Spaces'] });
  const connection = new HubConnectionBuilder().withUrl(`${livetally.address}/api/polls/${poll}`).configureLogging(LogLevel.None).build();
  const counted = new Promise((resolve) => connection.on('results', (results) => { if (results.ballots === 1) resolve(); }));
  await connection.start();
  await livetally.post(`polls/${poll}/viewers`, { connectionId: connection.connectionId });

  await assert.rejects(connection.invoke('vote', 0), /vote/);

  await livetally.vote(poll, [0]);
  await counted;
  await connection.stop();
});

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
