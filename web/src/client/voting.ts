import type { Http } from './http';
import { backoff, isTransient, pause } from './retry';
import type { Store, VoterToken } from './store';
import { ProblemError, type AcceptedVote, type Problem } from './types';
import { timeOf, uuid7 } from './uuid';

export interface VoteOptions {
  /** A voting code, where the poll's voters need one. */
  readonly code?: string;
  /** An access token of the directory, where the poll's voters sign in. */
  readonly accessToken?: string;
  /** Ends the attempts. The vote stays pending: it may have been recorded. */
  readonly signal?: AbortSignal;
  /** Called before each wait, with the number of attempts that failed so far and the last one's problem. */
  readonly onRetry?: (attempt: number, problem: Problem) => void;
}

/** Gets a vote recorded: one key for all attempts, so that however many arrive, one counts. */
export class Voting {
  constructor(private readonly http: Http, private readonly store: Store) {}

  async vote(pollId: string, choices: readonly number[], options: VoteOptions): Promise<AcceptedVote> {
    let pending = this.store.pending(pollId);
    // Other choices are another vote, even if the earlier one may be recorded: which of them counts is the poll's rule.
    let fresh = pending === null || String(pending.choices) !== String(choices);
    if (fresh) this.store.keepPending(pollId, pending = { key: this.#newKey(pollId), choices });
    const { key } = pending!;

    for (let failed = 0; ;) {
      try {
        const { token } = await this.#token(pollId, options);
        const vote = await this.http.json<AcceptedVote>(`polls/${pollId}/votes`, {
          method: 'POST',
          body: { choices },
          headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': key },
          signal: options.signal,
        });
        this.store.keepRecorded(pollId, { vote, choices });
        return vote;
      } catch (error) {
        if (isTransient(error)) {
          fresh = false;
          options.onRetry?.(++failed, error.problem);
          await pause(backoff(failed, error.problem), options.signal);
          continue;
        }
        if (!(error instanceof ProblemError)) throw error;
        if (error.problem.code === 'invalidVoterToken') {
          this.store.keepToken(pollId, null);
          // Somebody else for the server from here on. That must not happen to a vote that may be recorded already.
          if (fresh) {
            fresh = false;
            continue;
          }
        }
        this.store.keepPending(pollId, null);
        throw error;
      }
    }
  }

  async #token(pollId: string, { code, accessToken, signal }: VoteOptions): Promise<VoterToken> {
    const kept = this.store.token(pollId);
    if (kept && Date.parse(kept.expiresAt) > this.http.now()) return kept;

    const headers: Record<string, string> = {};
    if (code !== undefined) headers['Idempotency-Key'] = this.store.codeKey(pollId, code, () => uuid7(this.http.now()));
    if (accessToken !== undefined) headers['Authorization'] = `Bearer ${accessToken}`;
    const token = await this.http.json<VoterToken>(`polls/${pollId}/voters`, {
      method: 'POST', body: code === undefined ? {} : { code }, headers, signal,
    });

    // Another tab may have asked at the same time: then this device is the voter that was kept first.
    const meanwhile = this.store.token(pollId);
    if (meanwhile && meanwhile.token !== kept?.token) return meanwhile;
    this.store.keepToken(pollId, token);
    this.store.forgetCode(pollId);
    return token;
  }

  /** Later than the last one, since the time in the keys orders the changes of a vote. */
  #newKey(pollId: string): string {
    const last = this.store.recorded(pollId)?.vote.voteId;
    return uuid7(Math.max(this.http.now(), last ? timeOf(last) + 1 : 0));
  }
}
