import { pollStates, ProblemError, type LiveTallyClient, type Poll, type PollState, type Results, type WatchListener } from '../client';
import { decimal, number, t } from '../shared/i18n';
import { BallotRate } from './rate';
import { clock, secondsUntil } from './remaining';
import { Series } from './series';
import { keepShown, lastShown } from './shown';
import { PresenterView } from './view';

/** Brings what the server says onto the screen: the newest results once a frame, never an older version than this tab has shown. */
export class Presenter {
  readonly #view: PresenterView;
  readonly #rate = new BallotRate();
  readonly #series = new Series();
  #poll: Poll;
  #newest: Results | null;
  #drawn: Results | null = null;
  #frame = 0;

  constructor(private readonly client: LiveTallyClient, root: HTMLElement, poll: Poll, private readonly storage: Storage | null) {
    this.#poll = poll;
    this.#view = new PresenterView(root, poll, storage);
    this.#newest = storage && lastShown(poll.id, storage);
  }

  start(): void {
    this.#view.stats.ballots.show(number(0));
    this.#soon();
    setInterval(() => this.#tick(), 1000);
    this.#tick();
    void this.#past();
    if (!this.#newest?.final) this.#watch();
  }

  #watch(): void {
    const listener: WatchListener = {
      results: (results) => this.#results(results),
      poll: (poll) => {
        this.#poll = poll;
        this.#soon();
      },
      connection: (state) => {
        if (state !== 'live') this.#rate.reset();
        this.#view.connection(state);
      },
      refused: ({ code }) => {
        if (code === 'pollNotFound') this.#view.notice(t('present.gone'));
        else if (code === 'resultsHidden' || code === 'voterTokenRequired') this.#view.notice(this.#hidden());
      },
    };
    this.client.watch(this.#poll.id, listener, { after: this.#newest?.version ?? -1 });
  }

  #hidden(): string {
    return t(this.#poll.results === 'afterVote' ? 'present.hidden.afterVote' : 'present.hidden.afterClose');
  }

  #results(results: Results): void {
    this.#newest = results;
    this.#rate.add(Date.parse(results.asOf), results.ballots, performance.now());
    this.#series.add({ at: Date.parse(results.asOf), counts: results.counts });
    this.#soon();
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const results = this.#newest;
    if (results && results !== this.#drawn) {
      this.#drawn = results;
      this.#view.results(results, performance.now());
      this.#view.plot.draw(this.#series.moments);
      if (this.storage) keepShown(results, this.storage);
    }

    // The poll and its results come by different ways, and either may be ahead.
    const state = pollStates[Math.max(pollStates.indexOf(this.#poll.state), pollStates.indexOf(results?.state ?? 'draft'))]!;
    this.#view.state(state, results?.final?.root ?? null);
    // Nothing more comes then, and nothing is missing.
    if (results?.final) this.#view.connection('live');
    this.#tick(state);
  }

  #tick(state: PollState = this.#drawn?.state ?? this.#poll.state): void {
    const { rate, left } = this.#view.stats;
    const open = state === 'open';
    rate.show(open ? decimal(this.#rate.at(performance.now())) : null);
    left.show(open && this.#poll.closesAt
      ? clock(secondsUntil(this.#poll.closesAt, Date.now()), (count) => t('present.days', { count }))
      : null);
  }

  async #past(): Promise<void> {
    try {
      const { points } = await this.client.timeline(this.#poll.id);
      this.#series.fill(points.map(({ at, counts }) => ({ at: Date.parse(at), counts })));
      this.#view.plot.draw(this.#series.moments);
    } catch (error) {
      // The plot then begins here; the bars are right without it.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}
