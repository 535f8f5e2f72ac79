import { el, fill } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Context } from './context';
import { action } from './controls';
import type { Verification } from './types';

/** Recounts the poll from its journal, and says what came of it. */
export function verifyCard(context: Context, pollId: string): HTMLElement {
  const outcome = el('div', { class: 'outcome', role: 'status' });
  const verify = async () => {
    fill(outcome);
    fill(outcome, ...said(await context.api.verify(pollId)));
  };
  return el(
    'section',
    { class: 'card verify' },
    el('h2', {}, t('admin.verify.title')),
    el('p', { class: 'hint' }, t('admin.verify.hint')),
    action(context, t('admin.verify.go'), verify),
    outcome,
  );
}

function said({ equal, ballots, root, differences = [] }: Verification): HTMLElement[] {
  return [
    el('p', { class: equal ? 'good' : 'bad', 'data-equal': String(equal) }, t(equal ? 'admin.verify.equal' : 'admin.verify.different', { count: ballots })),
    el('p', { class: 'hint' }, t('present.final.root'), ' ', el('code', {}, root)),
    ...differences.map((difference) => el('p', { class: 'bad', lang: 'en' }, difference)),
  ];
}
