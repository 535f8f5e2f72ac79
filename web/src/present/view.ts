import type { ConnectionState, Poll, PollState, Results } from '../client';
import { el, fill } from '../shared/dom';
import { number, percent, t } from '../shared/i18n';
import { Bars } from './bars';
import { figuresOf } from './figures';
import { finalCard } from './final';
import { joinCard } from './join';
import { averageStep, rank } from './order';
import { Plot } from './plot';
import { stats } from './stats';
import { fullScreenButton, themeButton } from './tools';

const announceEvery = 10_000;
const lateAfter = 1_500;

/** The screen of one poll. It shows what it is told and knows nothing of where that comes from. */
export class PresenterView {
  readonly bars: Bars;
  readonly plot: Plot;
  readonly stats = stats();
  readonly #state = el('p', { class: 'state', role: 'status' });
  readonly #notice = el('p', { class: 'notice', hidden: true });
  readonly #connection = el('p', { class: 'connection', role: 'status', hidden: true });
  readonly #spoken = el('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  readonly #side = el('div', { class: 'side-card' });
  #spokenAt = -Infinity;
  #late = 0;

  constructor(private readonly root: HTMLElement, private readonly poll: Poll, storage: Storage | null) {
    this.bars = new Bars(poll.options);
    this.plot = new Plot(poll.options.length);
    root.className = 'present';
    root.dataset['kind'] = poll.kind;
    fill(
      root,
      el('header', {}, el('h1', { dir: 'auto', 'data-long': poll.question.length > 90 }, poll.question), el('div', { class: 'states' }, this.#state, this.#connection)),
      el('section', { class: 'room', 'aria-label': t('present.results') }, this.bars.element, this.#notice),
      this.plot.element,
      el('aside', {}, this.#side, this.stats.element, el('div', { class: 'tools' }, themeButton(storage), fullScreenButton())),
      this.#spoken,
    );
    fill(this.#side, joinCard(poll.id));
  }

  state(state: PollState, root: string | null): void {
    if (this.root.dataset['state'] === state && this.root.dataset['root'] === (root ?? undefined)) return;
    this.root.dataset['state'] = state;
    this.#state.textContent = t(`present.state.${state}`);
    if (root === null) {
      this.#side.hidden = state !== 'open';
      return;
    }
    this.root.dataset['root'] = root;
    fill(this.#side, finalCard(this.poll.id, root));
    this.#side.hidden = false;
  }

  connection(state: ConnectionState): void {
    this.root.dataset['connection'] = state;
    clearTimeout(this.#late);
    if (state !== 'polling' && state !== 'offline') {
      this.#connection.hidden = true;
      return;
    }

    // A page that has just been opened, or a connection that is back at once, is no news.
    this.#late = setTimeout(() => {
      this.#connection.textContent = t(`present.connection.${state}`);
      this.#connection.hidden = false;
    }, lateAfter);
  }

  /** Why there is nothing to see; null: there is. */
  notice(text: string | null): void {
    this.#notice.hidden = text === null;
    this.#notice.textContent = text;
    this.bars.element.hidden = text !== null;
  }

  results(results: Results, now: number): void {
    const { counts, ballots } = results;
    this.notice(null);
    this.root.dataset['version'] = String(results.version);
    this.root.dataset['ballots'] = String(ballots);
    this.bars.show(counts, figuresOf(this.poll, results));

    // A scale keeps its steps in order.
    if (this.poll.kind !== 'rating') this.bars.arrange(rank(this.bars.order, counts));
    const average = this.poll.kind === 'rating' ? averageStep(counts) : null;
    this.stats.average.show(average === null ? null : average.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 }));
    this.stats.ballots.show(number(ballots));
    this.#speak(results, now);
  }

  // Readers of the screen hear the tally now and then, not with every push.
  #speak({ counts, ballots, final }: Results, now: number): void {
    if (now - this.#spokenAt < announceEvery && final === null) return;
    const [first] = rank(this.bars.order, counts);
    if (first === undefined || ballots === 0) return;
    this.#spokenAt = now;
    const option = this.poll.options[first] ?? '';
    this.#spoken.textContent = this.poll.kind === 'ranking'
      ? t('present.spokenPoints', { ballots, option, points: counts[first] ?? 0 })
      : t('present.spoken', { ballots, option, share: percent((counts[first] ?? 0) / ballots) });
  }
}
