import { el } from '../shared/dom';
import { t } from '../shared/i18n';

/** What stands for good: the root hash, and how anybody can count anew. */
export function finalCard(pollId: string, root: string): HTMLElement {
  const checks = el(
    'dialog',
    { class: 'checks', 'aria-labelledby': 'checks-title' },
    el('h2', { id: 'checks-title' }, t('present.final.how')),
    el('p', {}, t('present.final.recount')),
    el('pre', { tabindex: 0 }, `dotnet run --project tools/verify -- ${location.origin} ${pollId}`),
    el('p', {}, t('present.final.compare')),
    el('pre', { tabindex: 0 }, root),
    el('p', {}, el('a', { href: `/api/polls/${pollId}/journal?box=0` }, t('present.final.journal'))),
    el('form', { method: 'dialog' }, el('button', { class: 'button' }, t('present.final.done'))),
  );
  return el(
    'section',
    { class: 'final', 'aria-label': t('present.final.title') },
    el('p', { class: 'how' }, t('present.final.root')),
    el('p', { class: 'root', 'data-root': root }, ...(root.match(/.{1,8}/g) ?? []).map((part) => el('span', {}, part))),
    el('button', { class: 'button', type: 'button', onclick: () => checks.showModal() }, t('present.final.how')),
    checks,
  );
}
