import type { Poll, Results } from '../client';
import { number, percent, t } from '../shared/i18n';

/** What is said of an option: its share and its count; in a ranking its points, and how often it came first. */
export function figuresOf(poll: Poll, { counts, ballots, firstChoices }: Results): (option: number) => readonly [string, string] {
  const count = (option: number) => counts[option] ?? 0;
  return poll.kind === 'ranking'
    ? (option) => [t('present.points', { count: count(option) }), t('present.first', { count: firstChoices?.[option] ?? 0 })]
    : (option) => [percent(count(option) / Math.max(1, ballots)), number(count(option))];
}
