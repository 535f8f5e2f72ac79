import type { AcceptedVote } from './types';

/** A voter of one poll. */
export interface VoterToken {
  readonly token: string;
  readonly expiresAt: string;
  /** The voting code that it was made of, as the server reads it: with it and its key the voter gets another token. */
  readonly code?: string;
}

/** A vote that is meant, and may be recorded: its key makes every attempt the same vote. */
export interface PendingVote {
  /** Null while it has not been sent. */
  readonly key: string | null;
  readonly choices: readonly number[];
}

/** A vote that was recorded. */
export interface RecordedVote {
  readonly vote: AcceptedVote;
  readonly choices: readonly number[];
}

/** What is kept of a poll on this device, so that a reload neither loses a vote nor makes another voter. */
export class Store {
  readonly #memory = new Map<string, string>();

  constructor(private readonly storage: Storage | null, private readonly session: Storage | null) {}

  /** What is kept of the poll ends with the tab from here on: whoever signs in next on this device may be somebody else. */
  keepInSession(pollId: string): void {
    if (!this.#inSession(pollId)) this.#writeTo(this.session, nameOf('session', pollId), true);
  }

  token(pollId: string): VoterToken | null {
    return this.#read('voter', pollId);
  }

  keepToken(pollId: string, token: VoterToken): void {
    this.#write('voter', pollId, token);
  }

  /** Forgets who this device is in the poll, and how it has voted. */
  forgetVoter(pollId: string): void {
    const { [this.token(pollId)?.code ?? '']: _, ...others } = this.#codes(pollId);
    this.#write('codes', pollId, others);
    for (const kind of ['voter', 'pending', 'vote']) this.#write(kind, pollId, null);
  }

  /** The key of the request that turns a voting code into a token: repeated with it the request gives the same voter. */
  codeKey(pollId: string, code: string, make: () => string): string {
    const codes = this.#codes(pollId);
    const key = codes[code] ?? make();
    this.#write('codes', pollId, { ...codes, [code]: key });
    return key;
  }

  pending(pollId: string): PendingVote | null {
    return this.#read('pending', pollId);
  }

  keepPending(pollId: string, vote: PendingVote): void {
    this.#write('pending', pollId, vote);
  }

  /** Forgets the pending vote, if it is still the one of that key. */
  forgetPending(pollId: string, key: string | null): void {
    if (this.pending(pollId)?.key === key) this.#write('pending', pollId, null);
  }

  recorded(pollId: string): RecordedVote | null {
    return this.#read('vote', pollId);
  }

  /** Of votes that overlap, such as those of two tabs, the one with the later key is kept: where votes may be changed it counts. */
  keepRecorded(pollId: string, vote: RecordedVote): void {
    const last = this.recorded(pollId);
    if (!last || last.vote.voteId <= vote.vote.voteId) this.#write('vote', pollId, vote);
    this.forgetPending(pollId, vote.vote.voteId);
  }

  #codes(pollId: string): Readonly<Record<string, string>> {
    return this.#read('codes', pollId) ?? {};
  }

  #inSession(pollId: string): boolean {
    return this.#readFrom(this.session, nameOf('session', pollId)) === true;
  }

  #read<T>(kind: string, pollId: string): T | null {
    return this.#readFrom(this.#inSession(pollId) ? this.session : this.storage, nameOf(kind, pollId));
  }

  #write(kind: string, pollId: string, value: unknown): void {
    this.#writeTo(this.#inSession(pollId) ? this.session : this.storage, nameOf(kind, pollId), value);
  }

  #readFrom<T>(storage: Storage | null, name: string): T | null {
    const text = storage?.getItem(name) ?? this.#memory.get(name);
    if (!text) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      // Not written by this library: as good as nothing.
      return null;
    }
  }

  #writeTo(storage: Storage | null, name: string, value: unknown): void {
    this.#memory.delete(name);
    if (value === null) {
      storage?.removeItem(name);
      return;
    }

    const text = JSON.stringify(value);
    try {
      if (storage) return storage.setItem(name, text);
    } catch {
      // The store is full or closed to this page: until the page is left, memory does.
    }
    this.#memory.set(name, text);
  }
}

const nameOf = (kind: string, pollId: string): string => `livetally.${kind}.${pollId}`;
