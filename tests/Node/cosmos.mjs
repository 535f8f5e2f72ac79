// The account under test: the one that LIVETALLY_COSMOS_ENDPOINT and LIVETALLY_COSMOS_KEY name, or a local endpoint in a process
// of its own, on a free port, with a data directory that goes with it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CosmosClient } from '@azure/cosmos';

const program = fileURLToPath(
  new URL('../CosmosDb/Host/bin/Release/net10.0/LiveTally.Tests.CosmosDb.Host.dll', import.meta.url));
const emulatorKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

export const key = process.env.LIVETALLY_COSMOS_KEY ?? emulatorKey;

export async function start() {
  const server = process.env.LIVETALLY_COSMOS_ENDPOINT
    ? { endpoint: process.env.LIVETALLY_COSMOS_ENDPOINT, stop: async () => {} }
    : await startLocal();
  const client = new CosmosClient({ endpoint: server.endpoint, key });
  const { database } = await client.databases.create({ id: `tests-${randomUUID()}` });

  return {
    endpoint: server.endpoint,
    client,
    database,
    /** A new, empty container; its partition key is /pk unless paths are named. */
    async container({ paths = ['/pk'], ...definition } = {}) {
      const partitionKey = paths.length > 1 ? { paths, kind: 'MultiHash', version: 2 } : { paths, version: 2 };
      const { container } = await database.containers.create({ id: `c-${randomUUID()}`, partitionKey, ...definition });
      return container;
    },
    async stop() {
      await database.delete();
      client.dispose();
      await server.stop();
    },
  };
}

async function startLocal() {
  const data = await mkdtemp(join(tmpdir(), 'livetally-cosmos-'));
  const child = spawn('dotnet', [program, data, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let endpoint;
  for await (const line of createInterface({ input: child.stdout })) {
    endpoint = line;
    break;
  }
  if (!endpoint) throw new Error('The endpoint did not start.');

  return {
    endpoint,
    async stop() {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exit;
      await rm(data, { recursive: true });
    },
  };
}
