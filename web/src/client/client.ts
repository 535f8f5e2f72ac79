import { Http } from './http';
import { Store, type PendingVote, type RecordedVote } from './store';
import type { AcceptedVote, Poll, Results, Timeline, VoteStatus, Watch, WatchListener, WatchOptions } from './types';
import { Voting, type VoteOptions } from './voting';
import { Watching } from './watching';

export interface ClientOptions {
  /** Scheme, host and port of LiveTally. Default: where the page comes from. */
  readonly baseUrl?: string;
  readonly fetch?: typeof fetch;
  /** Where voter tokens and votes without an answer are kept; null: only in memory. Default: the browser's localStorage, if it has one. */
  readonly storage?: Storage | null;
  /** The same for polls whose voters sign in. Default: the browser's sessionStorage, if it has one. */
  readonly session?: Storage | null;
  /** How long an attempt may take until its whole answer is there, in milliseconds. Default: 15000. */
  readonly timeout?: number;
}

/** Votes in polls and watches them. Every failure is a {@link ProblemError}. */
export class LiveTallyClient {
  readonly #http: Http;
  readonly #store: Store;
  readonly #voting: Voting;

  constructor(options: ClientOptions = {}) {
    this.#http = new Http(options.baseUrl ?? '', options.fetch ?? globalThis.fetch.bind(globalThis), options.timeout);
    this.#store = new Store(
      options.storage === undefined ? browserStorage('localStorage') : options.storage,
      options.session === undefined ? browserStorage('sessionStorage') : options.session,
    );
    this.#voting = new Voting(this.#http, this.#store);
  }

  poll(pollId: string): Promise<Poll> {
    return this.#http.json(`polls/${pollId}`);
  }

  results(pollId: string): Promise<Results> {
    return this.#http.json(`polls/${pollId}/results`);
  }

  timeline(pollId: string): Promise<Timeline> {
    return this.#http.json(`polls/${pollId}/timeline`);
  }

  /**
   * Votes, as this device's voter. Tries until there is an answer, always as the same vote; a page that was closed meanwhile goes on by voting
   * again with the same choices ({@link pendingVote}). A vote that may have been recorded stays pending when the poll has closed (`pollClosed`): ask
   * {@link voteStatus} for its key; and when the device's voter is no more (`invalidVoterToken`): nobody else sends it before {@link forgetVoter}.
   */
  vote(pollId: string, choices: readonly number[], options: VoteOptions = {}): Promise<AcceptedVote> {
    return this.#voting.vote(pollId, choices, options);
  }

  /** What became of a vote of this device's voter. Without a receipt a vote that was recorded a moment ago may not be found yet. */
  voteStatus(pollId: string, voteId: string, receipt?: string): Promise<VoteStatus> {
    const query = receipt === undefined ? '' : `?receipt=${encodeURIComponent(receipt)}`;
    return this.#http.json(`polls/${pollId}/votes/${voteId}${query}`, {
      headers: { Authorization: `Bearer ${this.#store.token(pollId)?.token ?? ''}` },
    });
  }

  /** The vote that was recorded last from this device. */
  recordedVote(pollId: string): RecordedVote | null {
    return this.#store.recorded(pollId);
  }

  /** A vote from this device that never got an answer. */
  pendingVote(pollId: string): PendingVote | null {
    return this.#store.pending(pollId);
  }

  /** Whether this device is a voter of the poll already, so that it needs neither code nor sign-in; with a code, whether it is the voter of that one. */
  isVoter(pollId: string, code?: string): boolean {
    return this.#voting.isVoter(pollId, code);
  }

  /** Forgets the poll's voter on this device with its votes, for somebody else to vote here. Votes that are recorded stay so. */
  forgetVoter(pollId: string): void {
    this.#store.forgetVoter(pollId);
  }

  /** Follows a poll until it is final or the watch is stopped. No results older than any shown before are ever shown. */
  watch(pollId: string, listener: WatchListener, options: WatchOptions = {}): Watch {
    return new Watching(this.#http, this.#store, pollId, listener, options);
  }
}

// Where a browser keeps nothing for a page, asking for the store throws.
function browserStorage(name: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return globalThis[name] ?? null;
  } catch {
    return null;
  }
}
