import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import type { PollDraft } from './types';

/** The poll as voters will see it. */
export function preview(draft: PollDraft): HTMLElement {
  const type = draft.kind === 'multiple' ? 'checkbox' : 'radio';
  return el(
    'div',
    { class: 'ballot', inert: true },
    el('p', { class: 'question', dir: 'auto' }, draft.question.trim() || t('admin.preview.question')),
    el('ul', {}, ...draft.options.map((option, i) => el(
      'li',
      {},
      draft.kind === 'ranking' ? el('span', { class: 'place' }, i + 1) : el('input', { type, name: 'preview', tabindex: -1 }),
      el('span', { dir: 'auto' }, option.trim() || t('admin.form.option', { number: i + 1 })),
    ))),
  );
}
