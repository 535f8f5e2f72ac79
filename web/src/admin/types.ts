import type { Poll } from '../client';

export interface PollPage {
  readonly polls: readonly Poll[];
  readonly continuation: string | null;
}

/** The body of `POST /polls`; a PATCH takes any part of it. */
export interface PollDraft {
  question: string;
  kind: Poll['kind'];
  options: string[];
  maxChoices: number | null;
  allowChange: boolean;
  voters: Poll['voters'];
  results: Poll['results'];
  opensAt: string | null;
  closesAt: string | null;
  expectedVoters: number | null;
}

/** A poll, and the version of it that a change has to name. */
export interface VersionedPoll {
  readonly poll: Poll;
  readonly etag: string;
}

export interface Verification {
  readonly equal: boolean;
  readonly ballots: number;
  readonly counts: readonly number[];
  readonly root: string;
  readonly differences?: readonly string[];
}

export interface DeadLetter {
  readonly id: string;
  readonly partition: number;
  readonly sequenceNumber: number;
  readonly reason: string;
  readonly parkedAt: string;
  readonly size: number;
  readonly body: string;
}

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetter[];
  readonly continuation: string | null;
}

export interface Health {
  readonly status: 'up' | 'down';
  readonly dependencies: Readonly<Record<string, 'up' | 'down'>>;
}
