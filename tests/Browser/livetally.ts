import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../functions/bin/local/Release/net10.0/LiveTally.Functions.dll', import.meta.url));

export interface NewPoll {
  question?: string;
  options?: string[];
  kind?: 'single' | 'multiple' | 'rating' | 'ranking';
  maxChoices?: number;
  allowChange?: boolean;
  voters?: 'anonymous' | 'codes' | 'directory';
  results?: 'live' | 'afterVote' | 'afterClose';
  opensAt?: string;
  closesAt?: string;
}

/** The real program in a process of its own: it can be killed, and is there again on the same port with the same data. */
export class LiveTally {
  static readonly adminKey = 'the-key-of-the-browser-tests';
  #process!: ChildProcess;
  #port = '0';
  address = '';

  private constructor(readonly data: string) {}

  static async start(): Promise<LiveTally> {
    const livetally = new LiveTally(await mkdtemp(join(tmpdir(), 'livetally-')));
    await livetally.restart();
    return livetally;
  }

  async restart(): Promise<void> {
    this.#process = spawn('dotnet', [program], {
      // A poll that closes is final as soon as the settings allow.
      env: {
        ...process.env, LIVETALLY_PORT: this.#port, LIVETALLY_DATA: this.data, LIVETALLY_ADMIN_KEY: LiveTally.adminKey,
        Closing__Grace: '00:00:05', Voting__MaxAppendTime: '00:00:03', Cors__Origins: '*',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: this.#process.stdout! })) {
      const address = /^LiveTally is running at (\S+)/.exec(line)?.[1];
      if (!address) continue;
      this.address = address;
      this.#port = new URL(address).port;
      this.#process.stdout!.resume();
      return;
    }
    throw new Error('LiveTally did not start.');
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill(signal);
    await exit;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true });
  }

  /** Calls the API as the admin. */
  async admin<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.call(method, path, body, { 'X-Admin-Key': LiveTally.adminKey, ...headers });
  }

  /** @throws Error with the answer's text when it is none of 2xx. */
  async call<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.address}/api/${path}`, {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }

  /** Makes a poll, which stays a draft. */
  async draft(poll: NewPoll = {}): Promise<string> {
    const { id } = await this.admin<{ id: string }>('POST', 'polls', { question: 'Tabs or spaces?', options: ['Tabs', 'Spaces'], ...poll });
    return id;
  }

  async openPoll(poll: NewPoll = {}): Promise<string> {
    const id = await this.draft(poll);
    await this.admin('POST', `polls/${id}/open`);
    return id;
  }

  async close(pollId: string): Promise<void> {
    await this.admin('POST', `polls/${pollId}/close`);
  }

  /** Votes as somebody new. */
  async vote(pollId: string, choices: number[]): Promise<void> {
    const { token } = await this.call<{ token: string }>('POST', `polls/${pollId}/voters`, {});
    await this.call('POST', `polls/${pollId}/votes`, { choices }, { Authorization: `Bearer ${token}` });
  }

  results(pollId: string): Promise<{ state: string; version: number; ballots: number; counts: number[]; final: { root: string } | null }> {
    return this.admin('GET', `polls/${pollId}/results`);
  }
}
