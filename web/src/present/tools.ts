import { el, svg } from '../shared/dom';
import { t } from '../shared/i18n';

/** A button that fills the screen and gives it back; F does the same. None where the browser cannot. */
export function fullScreenButton(): HTMLButtonElement | null {
  if (!document.fullscreenEnabled) return null;
  const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  return shortcut('f', t('present.fullscreen'), 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5', () => void toggle());
}

/** A button that changes between dark and light; L does the same. Until then the system's choice holds. */
export function themeButton(storage: Storage | null): HTMLButtonElement {
  const stored = 'livetally.present.theme';
  const root = document.documentElement;
  const kept = storage?.getItem(stored);
  if (kept) root.dataset['theme'] = kept;
  return shortcut('l', t('present.theme'), 'M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z', () => {
    const dark = root.dataset['theme'] ? root.dataset['theme'] === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset['theme'] = dark ? 'light' : 'dark';
    storage?.setItem(stored, root.dataset['theme']);
  });
}

function shortcut(key: string, label: string, icon: string, act: () => void): HTMLButtonElement {
  document.addEventListener('keydown', (event) => {
    if (event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey) act();
  });
  const title = `${label} (${key.toUpperCase()})`;
  return el('button', { class: 'tool', type: 'button', title, 'aria-label': label, 'aria-keyshortcuts': key, onclick: act },
    svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: icon })));
}
