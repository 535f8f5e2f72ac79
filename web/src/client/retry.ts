import { ProblemError, type Problem } from './types';

const first = 500;
const most = 10_000;

/** A kind of its own only to the compiler, so that what is not transient may still be a problem. */
export type TransientError = ProblemError & { readonly transient?: true };

/** What may go better the next time: no answer, a request that took too long to arrive, too many of them, or a fault on the other side. */
export const isTransient = (error: unknown): error is TransientError =>
  error instanceof ProblemError && ([0, 408, 429].includes(error.problem.status) || error.problem.status >= 500);

/** Milliseconds before the attempt after `attempt` failures (from 1): doubling, with jitter, never less than the answer asked for. */
export function backoff(attempt: number, problem?: Problem): number {
  const doubled = Math.min(most, first * 2 ** (attempt - 1));
  return Math.max(doubled * (0.5 + Math.random() / 2), (problem?.retryAfter ?? 0) * 1000);
}

/** Waits, or less when the browser says that it is online again. Throws when aborted. */
export function pause(milliseconds: number, signal?: AbortSignal, wake = true): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => () => {
      clearTimeout(timer);
      if (wake) globalThis.removeEventListener?.('online', elapsed);
      signal?.removeEventListener('abort', aborted);
      then();
    };
    const elapsed = end(resolve);
    const aborted = end(() => reject(signal!.reason));
    const timer = setTimeout(elapsed, milliseconds);
    if (signal?.aborted) return aborted();
    if (wake) globalThis.addEventListener?.('online', elapsed);
    signal?.addEventListener('abort', aborted);
  });
}
