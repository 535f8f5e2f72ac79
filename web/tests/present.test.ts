import { expect, test } from 'vitest';
import { averageStep, rank } from '../src/present/order';
import { BallotRate } from '../src/present/rate';
import { clock, secondsUntil } from '../src/present/remaining';
import { Series } from '../src/present/series';
import { keepShown, lastShown } from '../src/present/shown';

test('an option passes another only when it is ahead', () => {
  expect(rank([0, 1, 2], [5, 5, 6])).toEqual([2, 0, 1]);
  expect(rank([2, 1, 0], [5, 5, 5])).toEqual([2, 1, 0]);
  expect(rank([2, 1, 0], [6, 5, 5])).toEqual([0, 2, 1]);
});

test('a rating has a middle once somebody has voted', () => {
  expect(averageStep([0, 0, 0])).toBeNull();
  expect(averageStep([1, 0, 0, 1])).toBe(2.5);
});

test('the rate is that of the last five seconds and falls by itself when nothing more comes', () => {
  const rate = new BallotRate();
  rate.add(1_000, 100, 50);
  rate.add(3_000, 150, 2_050);
  expect(rate.at(2_050)).toBe(10);
  expect(rate.at(5_000)).toBe(10);
  expect(rate.at(9_000)).toBe(0);
});

test('what happened while nobody listened is no rate', () => {
  const rate = new BallotRate();
  rate.add(1_000, 100, 0);
  rate.reset();
  rate.add(2_000, 9_000, 1_000);
  expect(rate.at(1_000)).toBe(0);
});

test('a tally of any length is told in a bounded number of moments, from its beginning to its newest', () => {
  const series = new Series(20);
  for (let at = 0; at <= 100_000; at += 50) series.add({ at, counts: [at] });
  const moments = series.moments;
  expect(moments.length).toBeLessThanOrEqual(20);
  expect(moments.length).toBeGreaterThanOrEqual(8);
  expect(moments[0]!.at).toBe(0);
  expect(moments.at(-1)!.at).toBe(100_000);
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).sort((a, b) => a - b));
});

test('the past comes before what was pushed meanwhile', () => {
  const series = new Series();
  series.add({ at: 5_000, counts: [5] });
  series.add({ at: 9_000, counts: [9] });
  series.fill([{ at: 1_000, counts: [1] }, { at: 5_000, counts: [5] }]);
  expect(series.moments.map(({ at }) => at)).toEqual([1_000, 5_000, 9_000]);
});

test('the time left is a clock, and whole days when it is far away', () => {
  const days = (count: number) => `${count} days`;
  expect([0, 65, 3_661, 172_800].map((seconds) => clock(seconds, days))).toEqual(['0:00', '1:05', '1:01:01', '2 days']);
  expect(secondsUntil('2026-01-01T00:00:10Z', Date.parse('2026-01-01T00:00:08.500Z'))).toBe(2);
  expect(secondsUntil('2026-01-01T00:00:10Z', Date.parse('2026-01-02T00:00:00Z'))).toBe(0);
});

test('a tab knows what it showed last of each poll, and nothing of what it cannot read', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as Storage;
  const results = { pollId: 'k7f3q2xm', state: 'open', version: 7, ballots: 3, counts: [2, 1], asOf: '2026-01-01T00:00:00Z', final: null } as const;
  keepShown(results, storage);
  expect(lastShown('k7f3q2xm', storage)).toEqual(results);
  expect(lastShown('aaaaaaaa', storage)).toBeNull();
  for (const key of kept.keys()) kept.set(key, '{"version":');
  expect(lastShown('k7f3q2xm', storage)).toBeNull();
});
