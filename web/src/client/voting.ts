import { canonicalCode } from './code';
import type { Http } from './http';
import { backoff, isTransient, pause } from './retry';
import type { Store, VoterToken } from './store';
import { ProblemError, type AcceptedVote, type Problem } from './types';
import { timeOf, uuid7 } from './uuid';

export interface VoteOptions {
  /** A voting code, where the poll's voters need one. Not looked at while this device is a voter already. */
  readonly code?: string;
  /** An access token of the directory, where the poll's voters sign in. What is kept of the vote then ends with the tab. */
  readonly accessToken?: string;
  /** Ends the attempts. The vote stays pending: it may have been recorded. */
  readonly signal?: AbortSignal;
  /** Called before each wait, with the number of attempts that failed so far and the last one's problem. */
  readonly onRetry?: (attempt: number, problem: Problem) => void;
}

/** Refused though it may be recorded: the vote stays pending, so that what became of it can be asked for, and nobody else sends it. */
const undecided: readonly string[] = ['invalidVoterToken', 'pollClosed'];

/** Gets a vote recorded: one key for all attempts, so that however many arrive, one counts. */
export class Voting {
  constructor(private readonly http: Http, private readonly store: Store) {}

  /** Whether this device has a voter token that holds; with a code, whether that is the one of the code. */
  isVoter(pollId: string, code?: string): boolean {
    const kept = this.store.token(pollId);
    return this.#holds(kept) && (code === undefined || kept?.code === canonicalCode(code));
  }

  async vote(pollId: string, choices: readonly number[], options: VoteOptions): Promise<AcceptedVote> {
    if (options.accessToken !== undefined && !this.store.token(pollId)) this.store.keepInSession(pollId);
    if (options.code !== undefined) this.#makeWayFor(pollId, canonicalCode(options.code));

    const pending = this.store.pending(pollId);
    // Other choices are another vote, even if the earlier one may be recorded: which of them counts is the poll's rule.
    let key = pending && String(pending.choices) === String(choices) ? pending.key : null;
    let sent = key !== null;
    if (!pending?.key) this.store.keepPending(pollId, { key: null, choices });
    let renewed = false;
    let rekeyed = false;

    for (let failed = 0; ;) {
      let token: string | undefined;
      try {
        ({ token } = await this.#token(pollId, options));
        // Not before: that answer may have told how wrong this device's clock is.
        if (key === null) this.store.keepPending(pollId, { key: key = this.#newKey(pollId), choices });
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
          sent = key !== null;
          options.onRetry?.(++failed, error.problem);
          await pause(backoff(failed, error.problem), options.signal);
          continue;
        }
        if (!(error instanceof ProblemError)) throw error;

        const { code } = error.problem;
        const renew: boolean = code === 'invalidVoterToken' && token !== undefined && !renewed;
        const rekey: boolean = code === 'invalidIdempotencyKey' && !sent && !rekeyed;
        if (renew) this.#endToken(pollId, token!);
        renewed ||= renew;
        rekeyed ||= rekey;
        if ((renew || rekey) && !sent) this.store.keepPending(pollId, { key: key = null, choices });
        if (renew || rekey) continue;

        if (!sent || !undecided.includes(code)) this.store.forgetPending(pollId, key);
        throw error;
      }
    }
  }

  async #token(pollId: string, { accessToken, signal, ...options }: VoteOptions): Promise<VoterToken> {
    const kept = this.store.token(pollId);
    if (kept && this.#holds(kept)) return kept;

    const code = options.code ?? kept?.code;
    // Whoever asks with nothing is somebody new for the server. Who has voted must not become that by itself, or counts twice.
    if (code === undefined && accessToken === undefined && (this.store.pending(pollId)?.key || this.store.recorded(pollId))) throw new ProblemError(voterGone);

    const headers: Record<string, string> = {};
    const made = code === undefined ? {} : { code: canonicalCode(code) };
    if (made.code !== undefined) headers['Idempotency-Key'] = this.store.codeKey(pollId, made.code, () => uuid7(this.http.now()));
    if (accessToken !== undefined) headers['Authorization'] = `Bearer ${accessToken}`;
    const token = await this.http.json<VoterToken>(`polls/${pollId}/voters`, {
      method: 'POST', body: code === undefined ? {} : { code }, headers, signal,
    });

    // Another tab may have asked at the same time: then this device is the voter that was kept first.
    const meanwhile = this.store.token(pollId);
    if (meanwhile && meanwhile.token !== kept?.token) return meanwhile;
    this.store.keepToken(pollId, { ...token, ...made });
    return token;
  }

  #holds(kept: VoterToken | null): boolean {
    return kept !== null && Date.parse(kept.expiresAt) > this.http.now();
  }

  /** A token that the server refuses has ended, whatever it says itself. Its code still leads to the same voter. */
  #endToken(pollId: string, token: string): void {
    const kept = this.store.token(pollId);
    if (kept?.token === token) this.store.keepToken(pollId, { ...kept, expiresAt: new Date(0).toISOString() });
  }

  /** Where the voter of another code was here, whose token has ended, nothing of that voter's is for this one. */
  #makeWayFor(pollId: string, code: string): void {
    const kept = this.store.token(pollId);
    if (kept?.code !== undefined && kept.code !== code && !this.#holds(kept)) this.store.forgetVoter(pollId);
  }

  /** Later than every other, since the time in the keys orders the changes of a vote. */
  #newKey(pollId: string): string {
    const others = [this.store.recorded(pollId)?.vote.voteId, this.store.pending(pollId)?.key].filter((key) => typeof key === 'string');
    return uuid7(Math.max(this.http.now(), ...others.map((key) => timeOf(key) + 1)));
  }
}

const voterGone: Problem = {
  code: 'invalidVoterToken', status: 401, title: 'The voter token does not hold for this poll.',
  detail: 'The voter token of this device has ended. Its vote is not sent as that of another voter, since it may be recorded.',
};
