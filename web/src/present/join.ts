import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import { qrCode } from './qr';

/** How to get to the voter page: by camera, or by address and code. Click or Q makes it as large as the screen. */
export function joinCard(pollId: string): HTMLElement {
  const address = `${location.origin}/p/${pollId}`;
  const large = el(
    'dialog',
    { class: 'large-join', 'aria-label': t('present.join.title'), onclick: () => large.close() },
    qrCode(address, t('present.join.qr', { address })),
    el('p', { class: 'address' }, location.host),
    code(pollId),
  );
  const enlarge = el(
    'button',
    { class: 'enlarge', type: 'button', 'aria-keyshortcuts': 'q', title: t('present.join.enlarge'), onclick: () => large.showModal() },
    qrCode(address, t('present.join.qr', { address })),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'q' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (large.open) large.close();
    else if (enlarge.checkVisibility()) large.showModal();
  });
  return el(
    'section',
    { class: 'join', 'aria-label': t('present.join.title') },
    enlarge,
    el('p', { class: 'how' }, t('present.join.at')),
    el('p', { class: 'address' }, location.host),
    el('p', { class: 'how' }, t('present.join.code')),
    code(pollId),
    large,
  );
}

// In groups of four to be read out; together where it is copied.
function code(pollId: string): HTMLElement {
  return el('p', { class: 'code' }, el('span', {}, pollId.slice(0, 4)), el('span', {}, pollId.slice(4)));
}
