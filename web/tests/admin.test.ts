import { expect, test } from 'vitest';
import { healthIn } from '../src/admin/health';
import { perSecond, quantile, Scrape, since } from '../src/admin/metrics';
import { fromField, toField } from '../src/admin/zone';

const text = (accepted: number, fast: number, slow: number) => `# HELP livetally_votes_accepted_total Votes
# TYPE livetally_votes_accepted_total counter
livetally_votes_accepted_total{partition="0"} ${accepted}
livetally_votes_accepted_total{partition="1"} 10 1700000000000
livetally_vote_push_duration_seconds_bucket{le="0.1"} ${fast}
livetally_vote_push_duration_seconds_bucket{le="0.2"} ${fast + slow}
livetally_vote_push_duration_seconds_bucket{le="+Inf"} ${fast + slow}
livetally_vote_push_duration_seconds_count ${fast + slow}
livetally_log_lag{partition="0",note="a\\"}b"} 3
livetally_log_lag{partition="1"} 4
`;

test('a metric is found by its name in the agreement, whatever unit the exporter adds, and is the sum over its labels', () => {
  const scrape = new Scrape(text(90, 1, 1), 0);
  expect(scrape.sum('livetally.votes.accepted')).toBe(100);
  expect(scrape.sum('livetally.log.lag')).toBe(7);
  expect(scrape.sum('livetally.votes.counted')).toBeNull();
});

test('a rate is what a counter grew by between two readings, also after a restart', () => {
  const [before, now] = [new Scrape(text(90, 0, 0), 1_000), new Scrape(text(190, 0, 0), 3_000)];
  expect(perSecond('livetally.votes.accepted', before, now)).toBe(50);
  expect(perSecond('livetally.votes.accepted', now, new Scrape(text(0, 0, 0), 4_000))).toBe(10);
  expect(perSecond('livetally.votes.counted', before, now)).toBeNull();
  expect(perSecond('livetally.votes.accepted', now, now)).toBeNull();
});

test('a quantile lies in the bucket that holds it, counting only what is new', () => {
  const [before, now] = [new Scrape(text(0, 1000, 0), 0), new Scrape(text(0, 1050, 50), 1_000)];
  const buckets = since(before.buckets('livetally.vote.push.duration'), now.buckets('livetally.vote.push.duration'));
  expect(buckets.map(({ count }) => count)).toEqual([50, 100, 100]);
  expect(quantile(0.5, buckets)).toBeCloseTo(0.1);
  expect(quantile(0.99, buckets)).toBeCloseTo(0.198);
  expect(quantile(0.5, since(now.buckets('livetally.vote.push.duration'), now.buckets('livetally.vote.push.duration')))).toBeNull();
});

test('a moment goes through the field of the visitor’s zone and comes back, to the minute', () => {
  expect(fromField(toField('2026-03-29T01:30:00.000Z'))).toBe('2026-03-29T01:30:00.000Z');
  expect(fromField(toField('2026-10-25T12:05:59.900Z'))).toBe('2026-10-25T12:05:00.000Z');
  expect([toField(null), fromField('')]).toEqual(['', null]);
});

test('health is what the server says of it; who answers in its place says nothing', () => {
  const down = { status: 'down', dependencies: { cosmos: 'down', eventHubs: 'up' } };
  expect(healthIn(JSON.stringify(down))).toEqual(down);
  for (const other of ['<html>502 Bad Gateway</html>', '', 'null', '{"status":503,"title":"Unavailable"}', '{"status":"up"}']) expect(healthIn(other)).toBeNull();
});
