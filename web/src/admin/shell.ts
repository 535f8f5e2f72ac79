import { ProblemError } from '../client';
import { el, fill, set } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Settings } from '../shared/settings';
import { AdminApi } from './api';
import type { Context, Show } from './context';
import { problemText } from './problems';
import type { Session } from './session';

type Load = () => Promise<{ readonly show: Show }>;

// What the address after # names. A section is loaded when somebody goes there.
const sections: readonly (readonly [RegExp, Load])[] = [
  [/^$|^state\/(\w+)$/, () => import('./list')],
  [/^new$|^polls\/([a-z2-7]{8})\/edit$/, () => import('./edit')],
  [/^polls\/([a-z2-7]{8})$/, () => import('./detail')],
  [/^deadletters$/, () => import('./deadletters')],
  [/^operations$/, () => import('./operations')],
];

/** The page of somebody who is signed in. It ends with why it did: null when the admin wanted it so. */
export function shell(page: HTMLElement, settings: Settings, session: Session): Promise<string | null> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const said = el('p', { class: 'said', role: 'status' });
    const failed = el('p', { class: 'error', role: 'alert' });
    let stop: (() => void) | void;
    let turn = 0;
    let section = el('main', { id: 'section' });

    const api = new AdminApi(session, () => end(t('admin.error.adminRequired')));
    // What an admin has gone away from neither speaks nor leads elsewhere any more. What went wrong is told all the same.
    const contextOf = (mine: number): Context => ({
      api,
      settings,
      go: (address) => { if (mine === turn) location.hash = `#/${address}`; },
      say: (text) => {
        if (mine !== turn) return;
        said.textContent = text;
        failed.textContent = '';
      },
      fail: (error) => {
        if (!(error instanceof ProblemError)) throw error;
        failed.textContent = problemText(error);
        said.textContent = '';
      },
    });

    function end(why: string | null): void {
      if (ended.signal.aborted) return;
      ended.abort();
      turn++;
      stop?.();
      session.end();
      resolve(why);
    }

    async function follow(): Promise<void> {
      const mine = ++turn;
      const context = contextOf(mine);
      stop?.();
      stop = undefined;
      // A place of its own: an answer that comes late is written where nobody looks, and no button acts on what the address no longer names.
      const place = el('main', { id: 'section' });
      section.replaceWith(place);
      section = place;
      said.textContent = failed.textContent = '';
      const address = location.hash.replace(/^#\/?/, '');
      const found = sections.map(([pattern, load]) => ({ match: pattern.exec(address), load })).find(({ match }) => match);
      if (!found) return context.go('');
      for (const link of nav.querySelectorAll('a')) set(link, { 'aria-current': link.hash === `#/${address}` && 'page' });

      try {
        const { show } = await found.load();
        const ending = await show(place, context, found.match?.[1] ?? '');
        if (mine === turn) stop = ending;
        else ending?.();
        if (mine === turn && turn > 1) place.querySelector('h1')?.focus();
      } catch (error) {
        if (mine === turn) context.fail(error);
      }
    }

    const nav = el(
      'nav',
      { 'aria-label': t('admin.nav') },
      el('a', { href: '#/' }, t('admin.list.title')),
      el('a', { href: '#/deadletters' }, t('admin.deadLetters.title')),
      el('a', { href: '#/operations' }, t('admin.operations.title')),
    );
    fill(
      page,
      el('header', { class: 'top' }, el('strong', {}, 'LiveTally'), nav,
        el('button', { class: 'button', type: 'button', onclick: () => end(null) }, t('admin.signOut'))),
      el('div', { class: 'messages' }, said, failed),
      section,
    );
    addEventListener('hashchange', () => void follow(), { signal: ended.signal });
    void follow();
  });
}
