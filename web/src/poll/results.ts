import type { Poll, Results } from '../client';
import { el, fill } from '../shared/dom';
import { decimal, percent, t, timeOfDay } from '../shared/i18n';

/** The tally of a poll, as bars. */
export class ResultsView {
  readonly element = el('section', { class: 'parts results', 'aria-label': t('results.title'), hidden: true });
  readonly #bars: { item: HTMLLIElement; value: HTMLElement }[];
  readonly #ballots = el('span');
  readonly #asOf = el('span');
  readonly #final = el('div');

  constructor(private readonly poll: Poll, own: readonly number[]) {
    this.#bars = poll.options.map((option, index) => {
      const value = el('span', { class: 'value' });
      const mine = own.includes(index);
      const label = el('span', { class: mine && 'own', dir: 'auto' }, option, mine && el('span', { class: 'hidden-text' }, ` (${t('results.own')})`));
      return { item: el('li', { class: 'bar' }, el('div', {}, label, value)), value };
    });
    fill(this.element,
      el('h2', {}, t('results.title')),
      el('ul', { class: 'bars' }, ...this.#bars.map((bar) => bar.item)),
      el('p', { class: 'foot' }, this.#ballots, this.#asOf),
      this.#final);
  }

  show(results: Results): void {
    const { kind } = this.poll;
    const points = results.counts.reduce((sum, count) => sum + count, 0);
    // Of several choices each is a share of those who voted; points are a share of all points.
    const whole = kind === 'ranking' ? points : results.ballots;
    results.counts.forEach((count, index) => {
      const bar = this.#bars[index];
      if (!bar) return;
      const share = whole > 0 ? count / whole : 0;
      bar.item.style.setProperty('--share', String(share));
      fill(bar.value, el('strong', {}, percent(share)), ' ', this.#said(count, results.firstChoices?.[index]));
    });
    this.#ballots.textContent = t('results.ballots', { count: results.ballots }) + this.#average(results);
    this.#asOf.textContent = results.final ? t('results.final') : t('results.asOf', { time: timeOfDay(results.asOf) });
    if (results.final) fill(this.#final, el('details', {}, el('summary', {}, t('results.root')), el('code', {}, results.final.root)));
    this.element.dataset['version'] = String(results.version);
    this.element.dataset['ballots'] = String(results.ballots);
    this.element.hidden = false;
  }

  #said(count: number, firstChoices: number | undefined): string {
    if (this.poll.kind !== 'ranking') return t('results.count', { count });
    return t('results.points', { points: count, first: firstChoices ?? 0 });
  }

  #average({ ballots, counts }: Results): string {
    if (this.poll.kind !== 'rating' || ballots === 0) return '';
    const mean = counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / ballots;
    return ` · ${t('results.average', { average: decimal(mean), of: counts.length })}`;
  }
}
