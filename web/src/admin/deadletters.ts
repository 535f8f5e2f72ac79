import { el, fill } from '../shared/dom';
import { dateTime, number, t } from '../shared/i18n';
import type { Context, Show } from './context';
import { action, confirmed, heading } from './controls';
import type { DeadLetter } from './types';

/** What could not be applied, and why. */
export const show: Show = async (main, context) => {
  const rows = el('tbody');
  const more = el('div', { class: 'more' });
  const empty = el('p', { class: 'empty', hidden: true }, t('admin.deadLetters.empty'));
  const refresh = action(context, t('admin.refresh'), async () => {
    fill(rows);
    await page(null);
  });
  fill(
    main,
    heading(t('admin.deadLetters.title'), refresh),
    el('p', { class: 'hint' }, t('admin.deadLetters.hint')),
    el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {},
      ...(['reason', 'place', 'parkedAt', 'size', 'actions'] as const).map((name) => el('th', { scope: 'col' }, t(`admin.deadLetters.${name}`))))), rows)),
    empty,
    more,
  );
  await page(null);

  async function page(continuation: string | null): Promise<void> {
    const { deadLetters, continuation: next } = await context.api.deadLetters(continuation);
    rows.append(...deadLetters.map((letter) => row(context, letter, gone)));
    fill(more, next !== null && action(context, t('admin.list.more'), () => page(next)));
    count();
  }

  function gone(row: HTMLElement): void {
    row.remove();
    count();
  }

  function count(): void {
    empty.hidden = rows.childElementCount > 0 || more.childElementCount > 0;
  }
};

function row(context: Context, letter: DeadLetter, gone: (row: HTMLElement) => void): HTMLElement {
  const replay = async () => {
    await context.api.replay(letter.id);
    context.say(t('admin.deadLetters.replayed'));
    gone(element);
  };
  const discard = async () => {
    if (!await confirmed({ title: t('admin.deadLetters.discardTitle'), text: t('admin.deadLetters.discardText'), yes: t('admin.deadLetters.discard') })) return;
    await context.api.discard(letter.id);
    gone(element);
  };
  const element = el(
    'tr',
    { 'data-letter': letter.id },
    el('th', { scope: 'row', lang: 'en' }, letter.reason),
    el('td', {}, `${letter.partition}/${letter.sequenceNumber}`),
    el('td', {}, el('time', { datetime: letter.parkedAt }, dateTime(letter.parkedAt))),
    el('td', {}, t('admin.deadLetters.bytes', { size: number(letter.size) })),
    el('td', {}, el('div', { class: 'actions' },
      action(context, t('admin.deadLetters.replay'), replay),
      action(context, t('admin.deadLetters.discard'), discard, 'danger'))),
  );
  return element;
}
