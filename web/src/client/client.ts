import type { Poll, Results, Timeline } from './types';
import { Http } from './http';

export interface ClientOptions {
  /** Scheme, host and port of LiveTally. Default: where the page comes from. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** Where voter tokens and votes that have no answer yet are kept; null: nowhere. Default: the browser's localStorage. */
  readonly storage?: Storage | null;
}

export interface VoteOptions {
  /** A voting code, where the poll's voters need one. */
  readonly code?: string;
  readonly signal?: AbortSignal;
}

/** Calls LiveTally. */
export class LiveTallyClient {
  readonly #http: Http;

  constructor(options: ClientOptions = {}) {
    this.#http = new Http(options.baseUrl ?? '', options.fetch ?? globalThis.fetch.bind(globalThis));
  }

  poll(pollId: string): Promise<Poll> {
    return this.#http.get(`polls/${pollId}`);
  }

  results(pollId: string): Promise<Results> {
    return this.#http.get(`polls/${pollId}/results`);
  }

  timeline(pollId: string): Promise<Timeline> {
    return this.#http.get(`polls/${pollId}/timeline`);
  }
}
