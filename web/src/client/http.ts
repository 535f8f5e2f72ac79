import { ProblemError, type Problem } from './types';

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** How far a clock may be off before the server's is taken instead: the Date header is of whole seconds, and some time on its way. */
const tolerance = 30_000;

/** Calls under /api, with every failure as a ProblemError. */
export class Http {
  #skew = 0;

  constructor(readonly baseUrl: string, private readonly send: typeof fetch, private readonly timeout = 15_000) {}

  json<T>(path: string, call: Call = {}): Promise<T> {
    return this.#attempt(call.signal, async (signal) => {
      const answer = await this.#answer(path, call, signal);
      // What is no JSON is cut off, or from somebody in between, such as the network of a hotel.
      return await answer.json() as T;
    });
  }

  /** An answer of 2xx. Only the way to its headers is limited in time. */
  call(path: string, call: Call): Promise<Response> {
    return this.#attempt(call.signal, (signal) => this.#answer(path, call, signal));
  }

  async #answer(path: string, { method = 'GET', body, headers = {} }: Call, signal: AbortSignal): Promise<Response> {
    const answer = await this.send(this.url(path), {
      method,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
      cache: 'no-cache',
    });
    this.#setClock(answer);
    if (answer.ok) return answer;
    throw new ProblemError(await problemOf(answer));
  }

  /** One attempt, in its time: a connection that is dead without having been closed would be waited for without end. */
  async #attempt<T>(caller: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const attempt = new AbortController();
    const stop = (): void => attempt.abort(caller!.reason);
    const timer = setTimeout(() => attempt.abort(new DOMException(`No answer within ${this.timeout} ms.`, 'TimeoutError')), this.timeout);
    if (caller?.aborted) stop();
    caller?.addEventListener('abort', stop);
    try {
      return await work(attempt.signal);
    } catch (error) {
      if (caller?.aborted || error instanceof ProblemError) throw error;
      throw noAnswer(error);
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', stop);
    }
  }

  url(path: string): string {
    return `${this.baseUrl}/api/${path}`;
  }

  /** Milliseconds since 1970, by the server's clock where this device's is wrong: keys that are ahead of the server's are refused. */
  now(): number {
    return Date.now() + this.#skew;
  }

  #setClock(answer: Response): void {
    const skew = Date.parse(answer.headers.get('Date') ?? '') - Date.now();
    this.#skew = Math.abs(skew) > tolerance ? skew : 0;
  }
}

export const noAnswer = (error: unknown): ProblemError =>
  new ProblemError({ code: 'network', status: 0, title: 'No answer.', detail: String(error) });

async function problemOf(answer: Response): Promise<Problem> {
  const retryAfter = Number(answer.headers.get('Retry-After') ?? NaN);
  // A proxy in between answers as it likes.
  const body = parsed(await answer.text());
  return {
    code: body.code ?? 'http',
    status: answer.status,
    title: body.title ?? answer.statusText,
    detail: body.detail ?? body.title ?? `The server answered ${answer.status}.`,
    ...(body.errors && { errors: body.errors }),
    ...(retryAfter >= 0 && { retryAfter }),
  };
}

function parsed(text: string): Partial<Problem> {
  try {
    return JSON.parse(text) as Partial<Problem> | null ?? {};
  } catch {
    return {};
  }
}
