import { ProblemError } from '../client';
import { el, fill } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Settings } from '../shared/settings';
import { beginSignIn } from '../shared/sign-in';
import { AdminApi } from './api';
import { problemText } from './problems';
import { KeySession, type Session } from './session';

/** Asks who is there, and comes back with a session that the server takes. `why` says what ended the one before. */
export function signIn(page: HTMLElement, settings: Settings, why: string | null): Promise<Session> {
  return settings.signIn ? byDirectory(page, settings.signIn, why) : byKey(page, why);
}

function byKey(page: HTMLElement, why: string | null): Promise<Session> {
  return new Promise((resolve) => {
    const error = el('p', { class: 'error', role: 'alert', id: 'key-error' }, why);
    const key = el('input', {
      name: 'key', id: 'key', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'key-error key-hint',
    });
    const submit = el('button', { class: 'button primary' }, t('admin.signIn.go'));
    card(page, el(
      'form',
      { onsubmit: (event) => { event.preventDefault(); void attempt(); } },
      el('label', { class: 'field', for: 'key' }, t('admin.signIn.key'), key),
      el('p', { class: 'hint', id: 'key-hint' }, t('admin.signIn.keyHint')),
      error,
      submit,
    ));
    key.focus();

    async function attempt(): Promise<void> {
      const session = new KeySession(key.value.trim());
      submit.disabled = true;
      error.textContent = '';
      try {
        await new AdminApi(session, () => {}).polls('draft', null);
        session.keep();
        resolve(session);
      } catch (problem) {
        if (!(problem instanceof ProblemError)) throw problem;
        error.textContent = problem.problem.status === 401 ? t('admin.signIn.wrongKey') : problemText(problem);
        key.select();
      } finally {
        submit.disabled = false;
      }
    }
  });
}

// The session begins when the directory sends the visitor back to this page.
function byDirectory(page: HTMLElement, directory: NonNullable<Settings['signIn']>, why: string | null): Promise<Session> {
  return new Promise(() => {
    const error = el('p', { class: 'error', role: 'alert' }, why);
    const begin = (): void => {
      beginSignIn(directory, location.pathname + location.search + location.hash)
        .catch((reason: unknown) => { error.textContent = t('admin.signIn.failed', { reason: String(reason) }); });
    };
    card(page, error, el('p', {}, t('admin.signIn.directoryHint')), el('button', { class: 'button primary', type: 'button', onclick: begin }, t('admin.signIn.go')));
  });
}

function card(page: HTMLElement, ...children: HTMLElement[]): void {
  fill(page, el('main', { class: 'sign-in' }, el('h1', {}, t('admin.title')), ...children));
}
