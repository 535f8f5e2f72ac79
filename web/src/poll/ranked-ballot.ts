import type { Poll } from '../client';
import { el, fill } from '../shared/dom';
import { number, t } from '../shared/i18n';
import type { Ballot } from './ballot';

/** A ballot to put options in order on: a tap ranks an option next, buttons move it or take it off. */
export function rankedBallot(poll: Poll, chosen: readonly number[], changed: () => void): Ballot {
  let ranks = [...chosen];
  const ranked = el('ol', { class: 'ranks', 'aria-label': t('vote.ranked') });
  const unranked = el('ul', { class: 'unranked', 'aria-label': t('vote.unranked') });
  const says = el('p', { class: 'hidden-text', role: 'status' });
  const element = el('fieldset', { class: 'ballot' }, el('legend', { class: 'hint' }, t('vote.hintRanking', { most: poll.maxChoices })), ranked, unranked, says);

  /** Shows another order, says what has happened to an option, and keeps the keyboard where it was. */
  function become(order: number[], option: number, action: 'up' | 'down' | 'off' | 'on'): void {
    ranks = order;
    show();
    const rank = ranks.indexOf(option) + 1;
    says.textContent = rank === 0
      ? t('vote.nowUnranked', { option: poll.options[option]! })
      : t('vote.nowRanked', { option: poll.options[option]!, rank, of: ranks.length });
    (find(option, action) ?? find(option, 'up') ?? find(option, 'down') ?? find(option, 'off') ?? find(option, 'on'))?.focus();
    changed();
  }

  const find = (option: number, action: string) =>
    element.querySelector<HTMLButtonElement>(`button[data-option="${option}"][data-action="${action}"]:not(:disabled)`);

  function moved(option: number, by: -1 | 1): number[] {
    const order = [...ranks];
    const from = order.indexOf(option);
    order.splice(from, 1);
    order.splice(from + by, 0, option);
    return order;
  }

  function button(option: number, action: 'up' | 'down' | 'off', sign: string, label: string, disabled: boolean, order: () => number[]): HTMLElement {
    return el('button', {
      type: 'button', 'data-option': option, 'data-action': action, 'aria-label': label, disabled, onclick: () => become(order(), option, action),
    }, sign);
  }

  function show(): void {
    fill(ranked, ...ranks.map((option, index) => {
      const name = { option: poll.options[option]! };
      return el('li', { class: 'rank' },
        el('span', {}, number(index + 1)),
        el('span', { dir: 'auto' }, poll.options[option]),
        el('span', { class: 'moves' },
          button(option, 'up', '↑', t('vote.moveUp', name), index === 0, () => moved(option, -1)),
          button(option, 'down', '↓', t('vote.moveDown', name), index === ranks.length - 1, () => moved(option, 1)),
          button(option, 'off', '×', t('vote.takeOff', name), false, () => ranks.filter((other) => other !== option))));
    }));
    const full = ranks.length >= poll.maxChoices;
    fill(unranked, ...poll.options.map((text, option) => ranks.includes(option) ? null : el('li', {},
      el('button', {
        type: 'button', class: 'choice', dir: 'auto', 'data-option': option, 'data-action': 'on', disabled: full,
        onclick: () => become([...ranks, option], option, 'on'),
      }, text))));
    ranked.hidden = ranks.length === 0;
    unranked.hidden = ranks.length === poll.options.length;
  }

  show();
  return { element, choices: () => [...ranks] };
}
