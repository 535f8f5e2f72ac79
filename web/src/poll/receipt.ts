import type { AcceptedVote } from '../client';
import { el } from '../shared/dom';
import { dateTime, t } from '../shared/i18n';

/** A vote's receipt, to copy and keep: with it the vote can be found in the published journal. */
export function receiptOf(vote: AcceptedVote): HTMLElement {
  const copy = el('button', { type: 'button', class: 'other-action' }, t('vote.copyReceipt'));
  copy.addEventListener('click', () => {
    void navigator.clipboard.writeText(vote.receipt).then(() => { copy.textContent = t('vote.receiptCopied'); });
  });
  // Only where the page came over a safe connection.
  copy.hidden = !navigator.clipboard;
  return el('details', { class: 'receipt' },
    el('summary', {}, t('vote.receipt')),
    el('div', { class: 'parts' },
      el('p', {}, t('vote.receiptOf', { time: dateTime(vote.acceptedAt) })),
      el('code', {}, vote.receipt),
      copy));
}
