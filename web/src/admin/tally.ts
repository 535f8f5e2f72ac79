import type { ConnectionState, Poll, Results } from '../client';
import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import { Bars } from '../present/bars';
import { figuresOf } from '../present/figures';

/** The tally of a poll as it moves, in the order of its options. */
export class Tally {
  readonly #bars: Bars;
  readonly #ballots = el('strong', { class: 'ballots' });
  readonly #connection = el('span', { class: 'hint' });
  readonly #root = el('p', { class: 'hint', hidden: true });
  readonly element: HTMLElement;

  constructor(private readonly poll: Poll) {
    this.#bars = new Bars(poll.options);
    this.element = el(
      'section',
      { class: 'card tally', 'aria-label': t('present.results') },
      el('p', { class: 'total' }, this.#ballots, ' ', this.#connection),
      this.#bars.element,
      this.#root,
    );
    this.#ballots.textContent = t('admin.tally.ballots', { count: 0 });
  }

  show(results: Results): void {
    const { ballots, version, final } = results;
    this.element.dataset['version'] = String(version);
    this.element.dataset['ballots'] = String(ballots);
    this.#ballots.textContent = t('admin.tally.ballots', { count: ballots });
    this.#bars.show(results.counts, figuresOf(this.poll, results));
    if (final) {
      this.#root.hidden = false;
      this.#root.replaceChildren(t('present.final.root'), ' ', el('code', {}, final.root));
    }
  }

  connection(state: ConnectionState): void {
    this.#connection.textContent = state === 'offline' ? t('present.connection.offline') : '';
  }
}
