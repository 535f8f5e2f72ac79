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

  constructor(readonly baseUrl: string, private readonly send: typeof fetch) {}

  async json<T>(path: string, call: Call = {}): Promise<T> {
    const answer = await this.call(path, call);
    try {
      return await answer.json() as T;
    } catch (error) {
      if (call.signal?.aborted) throw error;
      // Cut off, or from somebody in between, such as the network of a hotel.
      throw noAnswer(error);
    }
  }

  /** An answer of 2xx. */
  async call(path: string, { method = 'GET', body, headers = {}, signal }: Call): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.send(this.url(path), {
        method,
        headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
        cache: 'no-cache',
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw noAnswer(error);
    }
    this.#setClock(answer);
    if (answer.ok) return answer;
    throw new ProblemError(await problemOf(answer));
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

const noAnswer = (error: unknown): ProblemError =>
  new ProblemError({ code: 'network', status: 0, title: 'No answer.', detail: String(error) });

async function problemOf(answer: Response): Promise<Problem> {
  const retryAfter = Number(answer.headers.get('Retry-After') ?? NaN);
  // A proxy in between answers as it likes.
  const body = await answer.json().catch(() => ({})) as Partial<Problem>;
  return {
    code: body.code ?? 'http',
    status: answer.status,
    title: body.title ?? answer.statusText,
    detail: body.detail ?? body.title ?? `The server answered ${answer.status}.`,
    ...(body.errors && { errors: body.errors }),
    ...(retryAfter >= 0 && { retryAfter }),
  };
}
