import { ProblemError, type Problem } from './types';

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Calls under /api, with every failure as a ProblemError. */
export class Http {
  constructor(readonly baseUrl: string, private readonly send: typeof fetch) {}

  async get<T>(path: string, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<T> {
    return this.json(path, { headers, signal });
  }

  async json<T>(path: string, call: Call): Promise<T> {
    return await (await this.call(path, call)).json() as T;
  }

  /** An answer of 2xx or 304. */
  async call(path: string, { method = 'GET', body, headers = {}, signal }: Call): Promise<Response> {
    let answer: Response;
    try {
      answer = await this.send(this.url(path), {
        method,
        headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ProblemError({ code: 'network', status: 0, title: 'No answer.', detail: String(error) });
    }
    if (answer.ok || answer.status === 304) return answer;
    throw new ProblemError(await problemOf(answer));
  }

  url(path: string): string {
    return `${this.baseUrl}/api/${path}`;
  }
}

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
