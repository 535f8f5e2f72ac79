import type { Poll } from '../client';
import { ballotOf } from '../poll/ballot';
import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import type { PollDraft } from './types';

/** The poll as voters will see it, with the ballot of their page. */
export function preview(draft: PollDraft): HTMLElement {
  const options = draft.options.map((option, i) => option.trim() || t('admin.form.option', { number: i + 1 }));
  const poll: Poll = {
    ...draft, options, id: '', state: 'open', boxes: 1, createdAt: '', expectedVoters: draft.expectedVoters ?? 1, maxChoices: draft.maxChoices ?? options.length,
  };
  return el(
    'div',
    { class: 'poll', inert: true },
    el('p', { class: 'question', dir: 'auto' }, draft.question.trim() || t('admin.preview.question')),
    ballotOf(poll, [], () => {}).element,
  );
}
