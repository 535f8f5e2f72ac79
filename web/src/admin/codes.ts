import { el, fill } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Context } from './context';
import { action, download } from './controls';

const most = 10_000;

/** Makes voting codes. The server keeps no code in clear, so what is shown here is shown once. */
export function codesCard(context: Context, pollId: string): HTMLElement {
  const count = el('input', { name: 'count', type: 'number', min: 1, max: most, value: 20, required: true });
  const made = el('div', { class: 'made' });
  const make = async () => {
    if (!count.reportValidity()) return;
    fill(made, ...shown(pollId, await context.api.codes(pollId, count.valueAsNumber)));
  };
  return el(
    'section',
    { class: 'card codes' },
    el('h2', {}, t('admin.codes.title')),
    el('p', { class: 'hint' }, t('admin.codes.hint')),
    el('div', { class: 'actions' }, el('label', { class: 'field short' }, t('admin.codes.count'), count), action(context, t('admin.codes.make'), make)),
    made,
  );
}

function shown(pollId: string, codes: readonly string[]): HTMLElement[] {
  const save = (type: string, name: string, lines: readonly string[]) => () =>
    download(`${pollId}-${name}`, new Blob([`${lines.join('\r\n')}\r\n`], { type: `${type};charset=utf-8` }));
  const address = `${location.origin}/p/${pollId}`;
  return [
    el('p', { class: 'warn', role: 'status' }, t('admin.codes.once', { count: codes.length })),
    el(
      'div',
      { class: 'actions' },
      el('button', { class: 'button', type: 'button', onclick: save('text/csv', 'codes.csv', ['code,address', ...codes.map((code) => `${code},${address}`)]) }, t('admin.codes.csv')),
      el('button', { class: 'button', type: 'button', onclick: save('text/plain', 'codes.txt', codes) }, t('admin.codes.text')),
      el('button', { class: 'button', type: 'button', onclick: () => print() }, t('admin.codes.print')),
    ),
    el('p', { class: 'print-only' }, address),
    el('ul', { class: 'code-list', tabindex: 0, 'aria-label': t('admin.codes.title') }, ...codes.map((code) => el('li', {}, el('code', {}, code)))),
  ];
}
