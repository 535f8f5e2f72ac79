// The real program in a process of its own, on a free port, with a data directory that goes with it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../functions/bin/local/Release/net10.0/LiveTally.Functions.dll', import.meta.url));

export async function start() {
  const data = await mkdtemp(join(tmpdir(), 'livetally-'));
  const child = spawn('dotnet', [program], {
    env: { ...process.env, LIVETALLY_PORT: '0', LIVETALLY_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

  let address;
  let adminKey;
  for await (const line of createInterface({ input: child.stdout })) {
    address ??= line.match(/^LiveTally is running at (\S+)/)?.[1];
    adminKey ??= line.match(/^Admin key: (\S+)/)?.[1];
    if (adminKey) break;
  }
  if (!adminKey) throw new Error('It did not start.');
  child.stdout.resume();

  return {
    address,
    async post(path, body, headers = {}) {
      const answer = await fetch(`${address}/api/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      const text = await answer.text();
      return text ? JSON.parse(text) : null;
    },
    async openPoll(poll) {
      const admin = { 'X-Admin-Key': adminKey };
      const { id } = await this.post('polls', poll, admin);
      await this.post(`polls/${id}/open`, {}, admin);
      return id;
    },
    async vote(poll, choices) {
      const { token } = await this.post(`polls/${poll}/voters`, {});
      return this.post(`polls/${poll}/votes`, { choices }, { Authorization: `Bearer ${token}` });
    },
    async stop() {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exit;
      await rm(data, { recursive: true });
    },
  };
}
