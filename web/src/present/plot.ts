import { el, svg } from '../shared/dom';
import { number, timeOfDay } from '../shared/i18n';
import type { Moment } from './series';

const WIDTH = 1000;
const HEIGHT = 200;

/** The race so far: one line per option, in the option's colour. The bars say the same in words, so readers of the screen need not hear it. */
export class Plot {
  readonly #lines: SVGPathElement[];
  readonly #most = el('span', { class: 'most' });
  readonly #from = el('time');
  readonly #to = el('time');
  readonly element: HTMLElement;

  constructor(options: number) {
    this.#lines = Array.from({ length: options }, (_, i) => svg('path', { class: 'line', 'data-option': i, 'data-second': i >= 8 }));
    this.element = el(
      'figure',
      { class: 'plot', 'aria-hidden': 'true', hidden: true },
      svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' }, ...[...this.#lines].reverse()),
      this.#most,
      el('figcaption', {}, this.#from, this.#to),
    );
  }

  draw(moments: readonly Moment[]): void {
    const first = moments[0];
    const last = moments.at(-1);
    if (!first || !last || first.at === last.at) return;

    const most = moments.reduce((highest, { counts }) => Math.max(highest, ...counts), 1);
    const x = (at: number) => (((at - first.at) / (last.at - first.at)) * WIDTH).toFixed(1);
    const y = (count: number) => (HEIGHT - (count / most) * HEIGHT).toFixed(1);
    this.#lines.forEach((line, i) => {
      line.setAttribute('d', moments.map(({ at, counts }, n) => `${n === 0 ? 'M' : 'L'}${x(at)} ${y(counts[i] ?? 0)}`).join(''));
    });
    this.#most.textContent = number(most);
    say(this.#from, first.at);
    say(this.#to, last.at);
    this.element.hidden = false;
  }
}

function say(time: HTMLTimeElement, at: number): void {
  time.dateTime = new Date(at).toISOString();
  time.textContent = timeOfDay(time.dateTime);
}
