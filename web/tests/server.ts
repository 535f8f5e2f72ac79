import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What to answer: a status with a body and headers, `cut`: the connection is closed after the request was
 * read, `silence`: it stays open and nothing comes, or `half`: the answer begins and does not go on.
 */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'cut' | 'silence' | 'half';

/** A real HTTP server that answers as a test says, and remembers what it was asked. */
export async function serve(answer: (request: Request, before: readonly Request[]) => Answer) {
  const requests: Request[] = [];
  const server = createServer(async (incoming: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    const request = { method: incoming.method!, path: incoming.url!, headers: incoming.headers, body: text ? JSON.parse(text) : undefined };
    const given = answer(request, [...requests]);
    requests.push(request);
    if (given === 'cut') {
      incoming.socket.destroy();
      return;
    }
    if (given === 'silence') return;
    if (given === 'half') {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{');
      return;
    }
    response.writeHead(given.status, { 'Content-Type': 'application/json', ...given.headers });
    response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The browser's storage, for a process that has none. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() { return items.size; },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
  };
}
