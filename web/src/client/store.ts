import type { AcceptedVote } from './types';

/** A voter of one poll. */
export interface VoterToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** A vote that is meant, and may be recorded: its key makes every attempt the same vote. */
export interface PendingVote {
  readonly key: string;
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

  constructor(private readonly storage: Storage | null) {}

  token(pollId: string): VoterToken | null {
    return this.#read('voter', pollId);
  }

  keepToken(pollId: string, token: VoterToken | null): void {
    this.#write('voter', pollId, token);
  }

  /** The key of the request that turns a voting code into a token: repeated with it the request gives the same token. */
  codeKey(pollId: string, code: string, make: () => string): string {
    const kept = this.#read<{ code: string; key: string }>('code', pollId);
    if (kept?.code === code) return kept.key;
    const key = make();
    this.#write('code', pollId, { code, key });
    return key;
  }

  forgetCode(pollId: string): void {
    this.#write('code', pollId, null);
  }

  pending(pollId: string): PendingVote | null {
    return this.#read('pending', pollId);
  }

  keepPending(pollId: string, vote: PendingVote | null): void {
    this.#write('pending', pollId, vote);
  }

  recorded(pollId: string): RecordedVote | null {
    return this.#read('vote', pollId);
  }

  keepRecorded(pollId: string, vote: RecordedVote): void {
    this.#write('vote', pollId, vote);
    this.#write('pending', pollId, null);
  }

  #read<T>(kind: string, pollId: string): T | null {
    const name = nameOf(kind, pollId);
    const text = this.storage?.getItem(name) ?? this.#memory.get(name);
    if (!text) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      // Not written by this library: as good as nothing.
      return null;
    }
  }

  #write(kind: string, pollId: string, value: unknown): void {
    const name = nameOf(kind, pollId);
    this.#memory.delete(name);
    if (value === null) {
      this.storage?.removeItem(name);
      return;
    }

    const text = JSON.stringify(value);
    try {
      if (this.storage) return this.storage.setItem(name, text);
    } catch {
      // The store is full or closed to this page: until the page is left, memory does.
    }
    this.#memory.set(name, text);
  }
}

const nameOf = (kind: string, pollId: string): string => `livetally.${kind}.${pollId}`;
