import type { HubConnection } from '@microsoft/signalr';
import { noAnswer, type Http } from './http';
import { backoff, isTransient, pause } from './retry';
import type { Store } from './store';
import { pollStates, ProblemError, type ConnectionState, type Poll, type Results, type Watch, type WatchListener, type WatchOptions } from './types';

/** A push that was on its way while the connection joined has arrived by then (milliseconds). */
const settled = 2_000;

/** Follows one poll: by pushes, and while there are none by asking, for ever, until it is final or nobody wants to know. */
export class Watching implements Watch {
  readonly #end = new AbortController();
  #poll: Poll | null = null;
  #connection: ConnectionState | null = null;
  #live = false;
  #refused = '';
  #version: number;
  readonly #interval: number;

  constructor(
    private readonly http: Http,
    private readonly store: Store,
    private readonly pollId: string,
    private readonly listener: WatchListener,
    options: WatchOptions,
  ) {
    this.#version = options.after ?? -1;
    this.#interval = options.interval ?? 3_000;
    this.#show('connecting');
    void this.#ask();
    void this.#connect();
  }

  stop(): void {
    this.#end.abort();
  }

  /** Asks now, and again as long as there are no pushes. */
  async #ask(): Promise<void> {
    await this.#until(async () => {
      for (let failed = 0; ;) {
        failed = await this.#refresh() ? 0 : failed + 1;
        if (!this.#live) this.#show(failed === 0 ? 'polling' : 'offline');
        await pause(failed === 0 ? this.#interval : backoff(failed), this.#end.signal);
        while (this.#live && this.#pushed()) await pause(this.#interval, this.#end.signal);
      }
    });
  }

  async #connect(): Promise<void> {
    await this.#until(async () => {
      for (let failed = 0; ;) {
        const joined = await this.#serve();
        failed = joined ? 1 : failed + 1;
        await pause(backoff(failed), this.#end.signal);
      }
    });
  }

  /** One connection, from its beginning to its end. Whether it ever brought pushes. */
  async #serve(): Promise<boolean> {
    let connection: HubConnection | undefined;
    let joined = false;
    try {
      await this.#known();
      connection = await this.#open();
      const closed = new Promise<void>((resolve) => connection!.onclose(() => resolve()));
      const stop = () => void connection!.stop();
      this.#end.signal.addEventListener('abort', stop);
      try {
        await connection.start().catch(transport);
        await this.http.call(`polls/${this.pollId}/viewers`, {
          method: 'POST', body: { connectionId: connection.connectionId }, headers: this.#voter(), signal: this.#end.signal,
        });
        joined = true;
        this.#live = true;
        this.#show('live');
        // What was pushed before it joined is not pushed again.
        await this.#refresh();
        await Promise.race([closed, pause(settled, this.#end.signal, false)]);
        await this.#refresh();
        await closed;
      } finally {
        this.#end.signal.removeEventListener('abort', stop);
      }
    } catch (error) {
      // Whatever else it is, such as a fault in a listener, no new connection mends it.
      if (this.#end.signal.aborted || !(error instanceof ProblemError)) throw error;
    } finally {
      this.#live = false;
      if (joined && !this.#end.signal.aborted) this.#show('polling');
      await connection?.stop();
    }
    return joined;
  }

  async #open(): Promise<HubConnection> {
    // Large, and not needed before there is something to see.
    const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr').catch(transport);
    const token = this.#token();
    const connection = new HubConnectionBuilder()
      .withUrl(this.http.url(`polls/${this.pollId}`), { withCredentials: false, ...(token && { accessTokenFactory: () => token }) })
      .configureLogging(LogLevel.None)
      .build();
    connection.on('results', (results: Results) => this.#take(results));
    connection.on('poll', (poll: Poll) => {
      this.#takePoll(poll);
      void this.#refreshResults();
    });
    return connection;
  }

  /** Whether changes of the results are pushed. Where they are for after the close they are not before, and an admin sees them all the same. */
  #pushed(): boolean {
    return this.#poll?.results !== 'afterClose' || this.#poll.state !== 'open' || this.#refused !== '';
  }

  /** The poll's rules decide how to ask. */
  async #known(): Promise<void> {
    while (this.#poll === null) await pause(100, this.#end.signal, false);
  }

  /** Reads poll and results. False when there was no answer to go by. */
  async #refresh(): Promise<boolean> {
    try {
      this.#takePoll(await this.http.json<Poll>(`polls/${this.pollId}`, { signal: this.#end.signal }));
    } catch (error) {
      return this.#failed(error);
    }
    return this.#refreshResults();
  }

  async #refreshResults(): Promise<boolean> {
    try {
      // The browser asks with the ETag of the answer that it has.
      const results = await this.http.json<Results>(`polls/${this.pollId}/results`, { headers: this.#voter(), signal: this.#end.signal });
      this.#refused = '';
      this.#take(results);
      return true;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): boolean {
    if (this.#end.signal.aborted || isTransient(error)) return false;
    if (!(error instanceof ProblemError)) throw error;
    if (this.#refused !== error.problem.code) {
      this.#refused = error.problem.code;
      this.listener.refused?.(error.problem);
    }
    return true;
  }

  #take(results: Results): void {
    if (this.#end.signal.aborted || results.version <= this.#version) return;
    this.#version = results.version;
    this.listener.results?.(results);
    if (results.final) this.stop();
  }

  #takePoll(poll: Poll): void {
    // A poll only moves forward: an answer that is overtaken by a push is dropped.
    if (this.#end.signal.aborted || (this.#poll && pollStates.indexOf(poll.state) < pollStates.indexOf(this.#poll.state))) return;
    const changed = JSON.stringify(poll) !== JSON.stringify(this.#poll);
    this.#poll = poll;
    if (changed) this.listener.poll?.(poll);
  }

  /** Only where who asks matters: an answer for everybody can come from a cache. */
  #token(): string | undefined {
    return this.#poll?.results === 'afterVote' ? this.store.token(this.pollId)?.token : undefined;
  }

  #voter(): Record<string, string> {
    const token = this.#token();
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  #show(state: ConnectionState): void {
    if (this.#connection === state || this.#end.signal.aborted) return;
    this.#connection = state;
    this.listener.connection?.(state);
  }

  async #until(work: () => Promise<never>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#end.signal.aborted) throw error;
    }
  }
}

const transport = (error: unknown): never => {
  throw noAnswer(error);
};
