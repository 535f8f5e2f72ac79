import { el } from '../shared/dom';

interface Row {
  readonly element: HTMLLIElement;
  readonly fill: HTMLElement;
  readonly share: HTMLElement;
  readonly count: HTMLElement;
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** One bar per option. The longest is as long as there is room, the others in proportion. */
export class Bars {
  readonly element = el('ol', { class: 'standings' });
  readonly #rows: Row[];
  #order: readonly number[];

  constructor(options: readonly string[]) {
    this.#rows = options.map((text, i) => row(text, i));
    this.#order = options.map((_, i) => i);
    this.element.style.setProperty('--options', String(options.length));
    this.element.append(...this.#rows.map(({ element }) => element));
  }

  get order(): readonly number[] {
    return this.#order;
  }

  /** @param figures what is said of an option: first what matters most */
  show(counts: readonly number[], figures: (option: number) => readonly [string, string]): void {
    const most = Math.max(1, ...counts);
    this.#rows.forEach(({ element, fill, share, count }, i) => {
      const votes = counts[i] ?? 0;
      fill.style.setProperty('--length', String(votes / most));
      [share.textContent, count.textContent] = figures(i);
      element.dataset['count'] = String(votes);
      element.classList.toggle('leads', votes > 0 && votes === most);
    });
  }

  /** Moves the bars into this order; each slides from where it is seen now, even in the middle of another slide. */
  arrange(order: readonly number[]): void {
    if (order.every((option, i) => option === this.#order[i])) return;

    const before = this.#rows.map(({ element }) => element.getBoundingClientRect().top);
    for (const { element } of this.#rows) for (const slide of element.getAnimations()) slide.cancel();
    this.element.append(...order.map((option) => this.#rows[option]!.element));
    this.#order = order;
    if (still.matches) return;

    this.#rows.forEach(({ element }, i) => {
      const moved = before[i]! - element.getBoundingClientRect().top;
      if (moved !== 0) element.animate({ transform: [`translateY(${moved}px)`, 'none'] }, { duration: 450, easing: 'cubic-bezier(.2,.8,.2,1)' });
    });
  }
}

function row(text: string, option: number): Row {
  const fill = el('span', { class: 'fill' });
  const share = el('span', { class: 'share' });
  const count = el('span', { class: 'count' });
  const element = el(
    'li',
    { class: 'standing', 'data-option': option },
    el('span', { class: 'label', dir: 'auto', title: text }, text),
    el('span', { class: 'track', 'aria-hidden': 'true' }, fill),
    el('span', { class: 'figures' }, share, count),
  );
  return { element, fill, share, count };
}
