import { el } from '../shared/dom';
import { t } from '../shared/i18n';

/** One number with what it is. */
export class Stat {
  readonly #value = el('dd');
  readonly element: HTMLElement;

  constructor(name: string, label: string) {
    this.element = el('div', { class: 'stat', 'data-stat': name }, el('dt', {}, label), this.#value);
  }

  show(text: string | null): void {
    this.element.hidden = text === null;
    if (text !== null && this.#value.textContent !== text) this.#value.textContent = text;
  }
}

export interface Stats {
  readonly element: HTMLElement;
  readonly ballots: Stat;
  readonly rate: Stat;
  readonly left: Stat;
  readonly average: Stat;
}

export function stats(): Stats {
  const [ballots, rate, left, average] = [
    new Stat('ballots', t('present.ballots')),
    new Stat('rate', t('present.rate')),
    new Stat('left', t('present.left')),
    new Stat('average', t('present.average')),
  ];
  for (const stat of [rate, left, average]) stat.show(null);
  return { element: el('dl', { class: 'stats' }, ballots.element, rate.element, left.element, average.element), ballots, rate, left, average };
}
