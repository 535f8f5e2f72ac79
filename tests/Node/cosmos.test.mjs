import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChangeFeedStartFrom, CosmosClient, PatchOperationType } from '@azure/cosmos';
import { key, start } from './cosmos.mjs';

let account;

before(async () => { account = await start(); });
after(() => account.stop());

const limit = { timeout: 60_000 };
const thing = (id, pk = 'p', n = 0) => ({ id, pk, n });
const fails = (code, call) => assert.rejects(call, (error) => {
  assert.equal(error.code, code, error.message);
  return true;
});

test('a container is created once, listed, and its definition replaced', limit, async () => {
  const container = await account.container();
  const { resource: created } = await container.read();
  const again = await account.database.containers.createIfNotExists({ id: container.id, partitionKey: '/pk' });
  const { resource: replaced } = await container.replace({ ...created, defaultTtl: 60 });
  const { resources: listed } = await account.database.containers.readAll().fetchAll();
  const databases = await account.client.databases.readAll().fetchAll();

  assert.equal(again.statusCode, 200);
  assert.equal(replaced.defaultTtl, 60);
  assert.notEqual(replaced._etag, created._etag);
  assert.equal(listed.find(({ id }) => id === container.id).defaultTtl, 60);
  assert.ok(databases.resources.some(({ id }) => id === account.database.id));
  await fails(400, () => container.replace({ id: container.id, partitionKey: { paths: ['/other'], version: 2 } }));
});

test('an item is created, read, replaced, upserted and deleted', limit, async () => {
  const { items, item } = withItem(await account.container());
  const created = await items.create(thing('a', 'p', 1));
  const read = await item('a').read();
  const replaced = await item('a').replace(thing('a', 'p', 2));
  const upserted = await items.upsert(thing('a', 'p', 3));
  const inserted = await items.upsert(thing('b', 'p', 4));
  const removed = await item('a').delete();

  assert.deepEqual(
    [created, read, replaced, upserted, inserted, removed].map(({ statusCode }) => statusCode), [201, 200, 200, 200, 201, 204]);
  assert.equal(read.resource.n, 1);
  assert.equal(read.etag, created.etag);
  assert.notEqual(replaced.etag, created.etag);
  assert.equal((await item('a').read()).statusCode, 404);
});

test('creating what is there is 409, and replacing or deleting what is not is 404', limit, async () => {
  const { items, item } = withItem(await account.container());
  await items.create(thing('a'));

  await fails(409, () => items.create(thing('a')));
  await fails(404, () => item('b').replace(thing('b')));
  await fails(404, () => item('b').delete());
});

test('any text may be an id and a partition key', limit, async () => {
  const { items, item } = withItem(await account.container());
  for (const text of ["it's", 'a b', 'ä€😀', 'x%2Fy', '"q"', 'a+b&c=d']) {
    await items.create(thing(text, text));
    assert.equal((await item(text, text).read()).resource?.id, text);
  }
});

test('a write with a stale ETag is 412 and changes nothing', limit, async () => {
  const { items, item } = withItem(await account.container());
  const { etag } = await items.create(thing('a', 'p', 1));
  const current = await item('a').replace(thing('a', 'p', 2), ifMatch(etag));

  await fails(412, () => item('a').replace(thing('a', 'p', 3), ifMatch(etag)));
  await fails(412, () => items.upsert(thing('a', 'p', 3), ifMatch(etag)));
  await fails(412, () => item('a').delete(ifMatch(etag)));
  const read = await item('a').read();
  assert.deepEqual([read.resource.n, read.etag], [2, current.etag]);
});

test('If-None-Match: a read of a known version is 304, and * creates only what is not there', limit, async () => {
  const { items, item } = withItem(await account.container());
  const { etag } = await items.upsert(thing('a', 'p', 1), ifNoneMatch('*'));

  assert.equal((await item('a').read(ifNoneMatch(etag))).statusCode, 304);
  await fails(412, () => items.upsert(thing('a', 'p', 2), ifNoneMatch('*')));
  assert.equal((await item('a').read()).resource.n, 1);
});

test('a patch sets, adds, replaces, removes, increments and moves', limit, async () => {
  const { items, item } = withItem(await account.container());
  await items.create({ id: 'a', pk: 'p', n: 1, list: ['x'], inner: { y: 1 }, gone: true, old: { z: 1 } });

  const { resource } = await item('a').patch([
    { op: PatchOperationType.set, path: '/new', value: 'v' },
    { op: PatchOperationType.add, path: '/list/-', value: 'y' },
    { op: PatchOperationType.replace, path: '/inner/y', value: 2 },
    { op: PatchOperationType.remove, path: '/gone' },
    { op: PatchOperationType.incr, path: '/n', value: 41 },
    { op: 'move', from: '/old/z', path: '/inner/z' },
  ]);

  const { id, pk, n, list, inner, old, new: added, gone } = resource;
  assert.deepEqual({ id, pk, n, list, inner, old, added, gone },
    { id: 'a', pk: 'p', n: 42, list: ['x', 'y'], inner: { y: 2, z: 1 }, old: {}, added: 'v', gone: undefined });
});

test('a patch with a false condition is 412, and one that fails midway is 400; neither changes anything', limit, async () => {
  const { items, item } = withItem(await account.container());
  const { etag } = await items.create(thing('a', 'p', 1));
  const set = { op: 'set', path: '/n', value: 2 };

  await fails(412, () => item('a').patch({ condition: 'from c where c.n = 7', operations: [set] }));
  await fails(400, () => item('a').patch([set, { op: 'remove', path: '/missing' }]));
  assert.equal((await item('a').read()).etag, etag);
  assert.equal((await item('a').patch({ condition: 'from c where c.n = 1', operations: [set] })).resource.n, 2);
});

test('a batch is one transaction, each operation with its own If-Match', limit, async () => {
  const { items, item } = withItem(await account.container());
  const { etag } = await items.create(thing('head', 'p', 0));
  const commit = (page, ifMatch) => items.batch([
    { operationType: 'Create', resourceBody: thing(page) },
    { operationType: 'Replace', id: 'head', ifMatch, resourceBody: thing('head', 'p', 1) },
    { operationType: 'Read', id: page },
    { operationType: 'Patch', id: page, resourceBody: { operations: [{ op: 'incr', path: '/n', value: 5 }] } },
  ], 'p');

  const first = await commit('p1', etag);
  const stale = await commit('p2', etag);

  assert.equal(first.code, 200);
  assert.deepEqual(first.result.map(({ statusCode }) => statusCode), [201, 200, 200, 200]);
  assert.equal(first.result[3].resourceBody.n, 5);
  assert.equal(stale.code, 207);
  assert.deepEqual(stale.result.map(({ statusCode }) => statusCode), [424, 412, 424, 424]);
  assert.equal((await item('p2').read()).statusCode, 404);
  assert.equal((await item('head').read()).etag, first.result[1].eTag);
});

test('a batch has 100 operations and at most 2 MB', limit, async () => {
  const { items, item } = withItem(await account.container());
  const create = (id, extra) => ({ operationType: 'Create', resourceBody: { ...thing(id), ...extra } });
  const many = range(100).map((n) => create(`${n}`));
  const text = 'x'.repeat(1_200_000);

  assert.equal((await items.batch(many, 'p')).code, 200);
  await assert.rejects(() => items.batch([create('a', { text }), create('b', { text })], 'p'), /too large/);
  assert.equal((await item('a').read()).statusCode, 404);
});

test('bulk runs each operation on its own, on any partition key', limit, async () => {
  const container = await account.container();
  await container.items.create(thing('5', 'k2'));
  const operations = Array.from({ length: 150 }, (_, n) => (
    { operationType: 'Create', partitionKey: `k${n % 3}`, resourceBody: thing(`${n}`, `k${n % 3}`, n) }));

  const results = await container.items.executeBulkOperations(operations);

  assert.equal(results.filter(({ response }) => response?.statusCode === 201).length, 149);
  assert.equal(results[5].error.code, 409);
  assert.equal((await container.item('149', 'k2').read()).resource.n, 149);
});

test('a query with parameters goes on from its continuation, in another iterator', limit, async () => {
  const container = await withThings(25);
  const query = { query: 'SELECT * FROM c WHERE c.n >= @least AND c.pk IN (@a, @b)', parameters: parameters({ least: 3, a: 'k0', b: 'k1' }) };

  const pages = await pagesOf((continuationToken) => container.items.query(query, { maxItemCount: 4, continuationToken }));

  assert.deepEqual(numbers(pages.flat()).sort(ascending), range(25).filter((n) => n >= 3 && n % 3 < 2));
  assert.ok(pages.length > 3 && pages.every((page) => page.length <= 4));
});

test('ORDER BY one property goes on from its continuation, newest first', limit, async () => {
  const container = await withThings(20);
  const query = 'SELECT * FROM c ORDER BY c.n DESC';

  const pages = await pagesOf((continuationToken) => container.items.query(query, { maxItemCount: 6, continuationToken }));

  assert.deepEqual(numbers(pages.flat()), range(20).reverse());
  assert.deepEqual(pages.map((page) => page.length), [6, 6, 6, 2]);
});

test('a planned query answers as one that is sent straight', limit, async () => {
  const container = await withThings(9);
  for (const query of ['SELECT * FROM c WHERE c.n < 7 ORDER BY c.n', 'SELECT VALUE COUNT(1) FROM c WHERE c.n < 7']) {
    const straight = await container.items.query(query).fetchAll();
    const planned = await container.items.query(query, { forceQueryPlan: true, maxItemCount: 2 }).fetchAll();
    assert.deepEqual(planned.resources, straight.resources);
    assert.ok(straight.resources.length > 0);
  }
});

test('COUNT counts one partition key or all', limit, async () => {
  const container = await withThings(10);
  const count = async (query, options) => (await container.items.query(query, options).fetchAll()).resources;

  assert.deepEqual(await count('SELECT VALUE COUNT(1) FROM c'), [10]);
  assert.deepEqual(await count('SELECT VALUE COUNT(1) FROM c', { partitionKey: 'k0' }), [4]);
  assert.deepEqual(await count("SELECT VALUE COUNT(1) FROM c WHERE c.pk = 'k1' OR c.n = 0"), [4]);
});

test('an unsupported query is 400 and named', limit, async () => {
  const container = await withThings(1);
  const unsupported = {
    'SELECT c.id FROM c': 'select list',
    'SELECT c.pk, COUNT(1) FROM c GROUP BY c.pk': 'GROUP BY',
    'SELECT DISTINCT VALUE c.pk FROM c': 'DISTINCT',
    'SELECT TOP 1 * FROM c': 'TOP',
    'SELECT * FROM c OFFSET 0 LIMIT 1': 'OFFSET',
    'SELECT VALUE SUM(c.n) FROM c': 'SUM',
    'SELECT * FROM c JOIN d IN c.list': 'JOIN',
    "SELECT * FROM c WHERE c.pk LIKE 'k%'": 'LIKE',
    'SELECT * FROM c WHERE c.n BETWEEN 1 AND 2': 'BETWEEN',
    'SELECT * FROM c WHERE udf.f(c.n)': 'udf',
  };
  for (const [query, named] of Object.entries(unsupported)) {
    for (const options of [{}, { forceQueryPlan: true }, { partitionKey: 'k0' }]) {
      await assert.rejects(() => container.items.query(query, options).fetchAll(), (error) => {
        assert.equal(error.code, 400, query);
        assert.match(error.message, new RegExp(`${named}.* is not supported`), query);
        return true;
      });
    }
  }
});

test('the change feed of a container: from the beginning, from now, from a continuation', limit, async () => {
  const container = await account.container();
  const now = container.items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Now() });
  await now.readNext();
  for (const n of range(5)) await container.items.create(thing(`${n}`, `k${n % 2}`, n));
  await container.item('1', 'k1').replace(thing('1', 'k1', 9));

  const beginning = await changesFrom(container, ChangeFeedStartFrom.Beginning());
  assert.deepEqual(numbers(beginning.changes), [0, 2, 3, 4, 9]);
  assert.equal((await now.readNext()).result.length, 5);

  await container.items.create(thing('late', 'k0', 10));
  const later = await changesFrom(container, ChangeFeedStartFrom.Continuation(beginning.continuation));
  assert.deepEqual(numbers(later.changes), [10]);
  assert.notEqual(later.continuation, beginning.continuation);
});

test('the change feed of a container from a time', limit, async () => {
  const container = await account.container();
  await container.items.create(thing('early', 'p', 1));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const since = new Date();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await container.items.create(thing('late', 'p', 2));

  const { changes } = await changesFrom(container, ChangeFeedStartFrom.Time(since));

  assert.deepEqual(numbers(changes), [2]);
});

test('the change feed of one partition key brings no other', limit, async () => {
  const container = await withThings(9);

  const { changes } = await changesFrom(container, ChangeFeedStartFrom.Beginning('k1'));

  assert.deepEqual(numbers(changes), [1, 4, 7]);
});

test('hierarchical partition keys: items, a prefix in a query, a prefix of the change feed', limit, async () => {
  const container = await account.container({ paths: ['/poll', '/box'] });
  for (const n of range(12)) await container.items.create({ id: `${n}`, poll: `p${n % 2}`, box: n % 3, n });
  const query = { query: 'SELECT * FROM c WHERE c.poll = @poll ORDER BY c.n', parameters: parameters({ poll: 'p1' }) };

  assert.equal((await container.item('7', ['p1', 1]).read()).resource.n, 7);
  assert.equal((await container.item('7', ['p1', 2]).read()).statusCode, 404);
  const one = await container.items.query('SELECT * FROM c', { partitionKey: ['p1', 1] }).fetchAll();
  assert.deepEqual(numbers(one.resources).sort(ascending), [1, 7]);
  assert.deepEqual(numbers((await container.items.query(query).fetchAll()).resources), [1, 3, 5, 7, 9, 11]);
  const { changes } = await changesFrom(container, ChangeFeedStartFrom.Beginning(['p1']));
  assert.deepEqual(numbers(changes), [1, 3, 5, 7, 9, 11]);
});

test('an item is gone once its ttl has passed, and stays without one', limit, async () => {
  const container = await account.container({ defaultTtl: -1 });
  await container.items.create({ ...thing('short'), ttl: 1 });
  await container.items.create(thing('forever'));
  await new Promise((resolve) => setTimeout(resolve, 2500));

  assert.equal((await container.item('short', 'p').read()).statusCode, 404);
  assert.deepEqual((await container.items.readAll().fetchAll()).resources.map(({ id }) => id), ['forever']);
});

test('a request costs request units: a read 1, a create about 5, a replace twice that', limit, async () => {
  const { items, item } = withItem(await account.container({ indexingPolicy: { indexingMode: 'none', automatic: false } }));
  const created = await items.create(thing('a'));
  const read = await item('a').read();
  const replaced = await item('a').replace(thing('a', 'p', 1));

  assert.equal(read.requestCharge, 1);
  assert.ok(created.requestCharge >= 4 && created.requestCharge <= 7, `${created.requestCharge}`);
  assert.ok(replaced.requestCharge > created.requestCharge, `${replaced.requestCharge}`);
});

test('a wrong key is 401', limit, async () => {
  const wrong = Buffer.from(key, 'base64').reverse().toString('base64');
  const client = new CosmosClient({ endpoint: account.endpoint, key: wrong });
  await fails(401, () => client.database(account.database.id).read());
  client.dispose();
});

function withItem(container) {
  return { items: container.items, item: (id, pk = 'p') => container.item(id, pk) };
}

async function withThings(count) {
  const container = await account.container();
  for (const n of range(count)) await container.items.create(thing(`${n}`, `k${n % 3}`, n));
  return container;
}

async function pagesOf(open) {
  const pages = [];
  let token;
  do {
    const { resources, continuationToken } = await open(token).fetchNext();
    pages.push(resources);
    token = continuationToken;
  } while (token);
  return pages;
}

async function changesFrom(container, changeFeedStartFrom) {
  const changes = [];
  const iterator = container.items.getChangeFeedIterator({ changeFeedStartFrom, maxItemCount: 2 });
  for (;;) {
    const { statusCode, result, continuationToken } = await iterator.readNext();
    if (statusCode === 304) return { changes, continuation: continuationToken };
    changes.push(...result);
  }
}

function range(count) { return [...Array(count).keys()]; }
function ascending(a, b) { return a - b; }
function numbers(items) { return items.map(({ n }) => n); }
function ifMatch(condition) { return { accessCondition: { type: 'IfMatch', condition } }; }
function ifNoneMatch(condition) { return { accessCondition: { type: 'IfNoneMatch', condition } }; }
function parameters(values) { return Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value })); }
