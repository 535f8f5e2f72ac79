import { ProblemError, type Poll } from '../client';
import { Http, type Call } from '../client/http';
import { api } from '../shared/api';
import type { Session } from './session';
import { healthIn } from './health';
import type { DeadLetterPage, Health, PollDraft, PollPage, Verification, VersionedPoll } from './types';

/** The calls that only admins make. Every one of them tells what the server said, and nothing before it said so. */
export class AdminApi {
  readonly #http = new Http(api, fetch.bind(window));

  /** @param refused the server no longer takes the session */
  constructor(private readonly session: Session, private readonly refused: () => void) {}

  polls(state: string | null, continuation: string | null): Promise<PollPage> {
    return this.#json(`polls${query({ state, continuation })}`);
  }

  create(draft: PollDraft): Promise<Poll> {
    return this.#json('polls', { method: 'POST', body: draft });
  }

  async poll(pollId: string): Promise<VersionedPoll> {
    const answer = await this.#call(`polls/${pollId}`);
    return { poll: await answer.json() as Poll, etag: answer.headers.get('ETag') ?? '' };
  }

  edit(pollId: string, change: Partial<PollDraft>, etag: string): Promise<Poll> {
    return this.#json(`polls/${pollId}`, { method: 'PATCH', body: change, headers: { 'If-Match': etag } });
  }

  async open(pollId: string): Promise<void> {
    await this.#call(`polls/${pollId}/open`, { method: 'POST' });
  }

  async close(pollId: string): Promise<void> {
    await this.#call(`polls/${pollId}/close`, { method: 'POST' });
  }

  async remove(pollId: string): Promise<void> {
    await this.#call(`polls/${pollId}`, { method: 'DELETE' });
  }

  async codes(pollId: string, count: number): Promise<readonly string[]> {
    return (await this.#json<{ readonly codes: readonly string[] }>(`polls/${pollId}/codes`, { method: 'POST', body: { count } })).codes;
  }

  async csv(pollId: string): Promise<Blob> {
    return (await this.#call(`polls/${pollId}/results.csv`)).blob();
  }

  verify(pollId: string): Promise<Verification> {
    return this.#json(`polls/${pollId}/verify`, { method: 'POST' });
  }

  deadLetters(continuation: string | null): Promise<DeadLetterPage> {
    return this.#json(`deadletters${query({ continuation })}`);
  }

  async replay(id: string): Promise<void> {
    await this.#call(`deadletters/${encodeURIComponent(id)}/replay`, { method: 'POST' });
  }

  async discard(id: string): Promise<void> {
    await this.#call(`deadletters/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  /** Also when the answer is 503: it says what is down. Whoever answers in the server's place, such as a proxy, does because it is down. */
  async ready(): Promise<Health> {
    const answer = await fetch(`${api}/api/health/ready`, { headers: this.#proof() });
    return healthIn(await answer.text()) ?? { status: 'down', dependencies: {} };
  }

  /** Null where there are none: they are in Azure Monitor there. */
  async metrics(): Promise<string | null> {
    const answer = await fetch('/metrics', { headers: this.#proof() });
    return answer.ok && (answer.headers.get('Content-Type') ?? '').startsWith('text/plain') ? answer.text() : null;
  }

  /** `fetch` as this admin, for the client library. */
  readonly fetch: typeof fetch = async (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...this.#proof() } });

  async #json<T>(path: string, call: Call = {}): Promise<T> {
    return await (await this.#call(path, call)).json() as T;
  }

  #proof(): Readonly<Record<string, string>> {
    const headers = this.session.headers();
    if (headers !== null) return headers;
    this.refused();
    throw new ProblemError({ code: 'adminRequired', status: 401, title: 'Signed out.', detail: 'The sign-in no longer holds.' });
  }

  async #call(path: string, call: Call = {}): Promise<Response> {
    try {
      return await this.#http.call(path, { ...call, headers: { ...call.headers, ...this.#proof() } });
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401) this.refused();
      throw error;
    }
  }
}

function query(values: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
