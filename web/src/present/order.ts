/**
 * The options by count, most first. Those with equal counts stay as they stood: an option passes another only when it is ahead.
 * @param standing the order shown until now
 */
export function rank(standing: readonly number[], counts: readonly number[]): number[] {
  return [...standing].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
}

/** The middle of a rating, in steps from 1; null before the first ballot. */
export function averageStep(counts: readonly number[]): number | null {
  const ballots = counts.reduce((sum, count) => sum + count, 0);
  return ballots === 0 ? null : counts.reduce((sum, count, i) => sum + count * (i + 1), 0) / ballots;
}
