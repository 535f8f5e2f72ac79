interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A bucket of a histogram: how many were at most `limit`. */
export interface Bucket {
  readonly limit: number;
  readonly count: number;
}

/** One reading of `/metrics`: Prometheus' text format, as far as counters, gauges and histograms use it. */
export class Scrape {
  readonly #samples: readonly Sample[];

  /** @param at when it was read, in milliseconds */
  constructor(text: string, readonly at: number) {
    this.#samples = text.split('\n').flatMap(sampleOf);
  }

  /** A metric's values by one of its labels. */
  by(metric: string, label: string): ReadonlyMap<string, number> {
    return new Map(this.#of(metric).map(({ labels, value }) => [labels[label] ?? '', value]));
  }

  /** A metric over all its labels; null when it is not there (yet). */
  sum(metric: string): number | null {
    const samples = this.#of(metric);
    return samples.length === 0 ? null : samples.reduce((sum, { value }) => sum + value, 0);
  }

  /** A histogram over all its labels, by rising limit. */
  buckets(metric: string): readonly Bucket[] {
    const counts = new Map<number, number>();
    for (const { labels, value } of this.#of(metric, '_bucket')) {
      const limit = labels['le'] === '+Inf' ? Infinity : Number(labels['le']);
      counts.set(limit, (counts.get(limit) ?? 0) + value);
    }
    return [...counts].map(([limit, count]) => ({ limit, count })).sort((a, b) => a.limit - b.limit);
  }

  // Exporters add the unit and, to a counter, `_total`.
  #of(metric: string, suffix = ''): readonly Sample[] {
    const names = ['', '_total', '_seconds', '_ratio'].map((unit) => metric.replaceAll('.', '_') + unit + suffix);
    return this.#samples.filter(({ name }) => names.includes(name));
  }
}

/** How much a counter grew per second between two readings; null when it cannot be told. A counter that fell began anew. */
export function perSecond(metric: string, before: Scrape, now: Scrape): number | null {
  const [from, to] = [before.sum(metric) ?? 0, now.sum(metric)];
  if (to === null || now.at <= before.at) return null;
  return ((to >= from ? to - from : to) * 1000) / (now.at - before.at);
}

/** What was recorded between two readings. */
export function since(before: readonly Bucket[], now: readonly Bucket[]): readonly Bucket[] {
  const earlier = new Map(before.map(({ limit, count }) => [limit, count]));
  const difference = now.map(({ limit, count }) => ({ limit, count: count - (earlier.get(limit) ?? 0) }));
  return difference.some(({ count }) => count < 0) ? now : difference;
}

/** The value that a share of the records does not exceed, as near as the buckets tell; null without records. */
export function quantile(share: number, buckets: readonly Bucket[]): number | null {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return null;
  const wanted = share * total;
  let below: Bucket = { limit: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= wanted) {
      if (bucket.limit === Infinity) return below.limit;
      const inside = bucket.count - below.count;
      return inside === 0 ? bucket.limit : below.limit + ((wanted - below.count) / inside) * (bucket.limit - below.limit);
    }
    below = bucket;
  }
  return below.limit;
}

function sampleOf(line: string): Sample[] {
  const match = /^([\w:]+)(?:\{(.*)\})?\s+(\S+)/.exec(line);
  if (!match) return [];
  const labels = Object.fromEntries([...(match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name!, value!]));
  return [{ name: match[1]!, labels, value: Number(match[3]) }];
}
