/** A poll, as `GET /api/polls/{pollId}` answers it. Times are RFC 3339, in UTC. */
export interface Poll {
  readonly id: string;
  readonly question: string;
  readonly kind: 'single' | 'multiple' | 'rating' | 'ranking';
  readonly options: readonly string[];
  readonly maxChoices: number;
  readonly allowChange: boolean;
  readonly voters: 'anonymous' | 'codes' | 'directory';
  readonly results: 'live' | 'afterVote' | 'afterClose';
  readonly state: PollState;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly expectedVoters: number;
  readonly boxes: number;
  readonly createdAt: string;
}

/** The states of a poll, in the order in which it goes through them. */
export const pollStates = ['draft', 'open', 'closing', 'sealing', 'final'] as const;

export type PollState = (typeof pollStates)[number];

/** A tally. `version` only ever grows. In a ranking `counts` are Borda points, and `firstChoices` is there. */
export interface Results {
  readonly pollId: string;
  readonly state: PollState;
  readonly version: number;
  readonly ballots: number;
  readonly counts: readonly number[];
  readonly firstChoices?: readonly number[];
  readonly asOf: string;
  readonly final: { readonly root: string } | null;
}

/** Counts over time, oldest first, at most 300 points. */
export interface Timeline {
  readonly pollId: string;
  readonly points: readonly { readonly at: string; readonly ballots: number; readonly counts: readonly number[] }[];
}

/** What a vote is answered with: it is on disk, and `receipt` finds it again. */
export interface AcceptedVote {
  readonly voteId: string;
  readonly pollId: string;
  readonly receipt: string;
  readonly acceptedAt: string;
  readonly status: 'accepted';
}

/** What became of a vote. `reason` says why it was rejected. */
export interface VoteStatus {
  readonly voteId: string;
  readonly status: 'accepted' | 'counted' | 'superseded' | 'duplicate' | 'rejected';
  readonly box?: number;
  readonly page?: string;
  readonly sequenceNumber?: number;
  readonly reason?: string;
}

/** `connecting` until the first answer; `live` while pushes come; `polling` while they do not but answers do; `offline` while neither. */
export type ConnectionState = 'connecting' | 'live' | 'polling' | 'offline';

export interface WatchListener {
  results?(results: Results): void;
  poll?(poll: Poll): void;
  connection?(state: ConnectionState): void;
  /** The results are not for this caller (yet), or the poll is gone. A problem that time may heal is not reported but retried. */
  refused?(problem: Problem): void;
}

export interface WatchOptions {
  /** Results up to this version are not shown: what a page showed before it was reloaded. */
  readonly after?: number;
  /** Between two looks at the results while there are no pushes, in milliseconds. Default: 3000. */
  readonly interval?: number;
}

export interface Watch {
  stop(): void;
}

/** An error by LiveTally's catalogue (docs/errors.md). `code` is `network` with status 0 when there was no answer at all. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  /** Seconds to wait, where the answer says so. */
  readonly retryAfter?: number;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}
