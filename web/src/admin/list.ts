import { pollStates, type Poll } from '../client';
import { el, fill } from '../shared/dom';
import { dateTime, t, type Key } from '../shared/i18n';
import type { Context, Show } from './context';
import { action, heading } from './controls';

/** The polls, newest first, a page at a time. */
export const show: Show = async (main, context, state) => {
  const rows = el('tbody');
  const more = el('div', { class: 'more' });
  const empty = el('p', { class: 'empty', hidden: true }, t('admin.list.empty'));
  fill(
    main,
    heading(t('admin.list.title'), filter(context, state), el('a', { class: 'button primary', href: '#/new' }, t('admin.list.new'))),
    el('div', { class: 'scroll' }, el('table', { class: 'polls' }, el('thead', {}, el('tr', {}, ...(['question', 'state', 'code', 'created'] as const).map((name) =>
      el('th', { scope: 'col' }, t(`admin.list.${name}`))))), rows)),
    empty,
    more,
  );
  await page(null);

  async function page(continuation: string | null): Promise<void> {
    const { polls, continuation: next } = await context.api.polls(state || null, continuation);
    rows.append(...polls.map(row));
    empty.hidden = rows.childElementCount > 0;
    fill(more, next !== null && action(context, t('admin.list.more'), () => page(next)));
  }
};

function filter(context: Context, chosen: string): HTMLElement {
  const select = el('select', { name: 'state', onchange: () => context.go(select.value === '' ? '' : `state/${select.value}`) },
    el('option', { value: '' }, t('admin.list.all')),
    ...pollStates.map((state) => el('option', { value: state, selected: state === chosen }, t(`admin.state.${state}`))));
  return el('label', { class: 'filter' }, el('span', {}, t('admin.list.filter')), select);
}

function row(poll: Poll): HTMLElement {
  return el(
    'tr',
    { 'data-poll': poll.id },
    el('th', { scope: 'row' }, el('a', { href: `#/polls/${poll.id}`, dir: 'auto' }, poll.question)),
    el('td', {}, stateBadge(poll.state)),
    el('td', {}, el('code', {}, poll.id)),
    el('td', {}, el('time', { datetime: poll.createdAt }, dateTime(poll.createdAt))),
  );
}

export function stateBadge(state: Poll['state']): HTMLElement {
  return el('span', { class: 'badge', 'data-state': state }, t(`admin.state.${state}` satisfies Key));
}
