import { el } from './dom';
import { language, languages, switchTo, t, type Language } from './i18n';

/** The choice of languages, for the foot of a page. */
export const languageChoice = (): HTMLElement => el('footer', {},
  el('nav', { class: 'languages', 'aria-label': t('page.languages') },
    ...Object.entries(languages).map(([tag, name]) => el('button', {
      type: 'button', lang: tag, 'aria-current': tag === language() && 'true', onclick: () => switchTo(tag as Language),
    }, name))));
