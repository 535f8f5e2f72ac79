import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import { settings } from '../shared/settings';
import { beginSignIn } from '../shared/sign-in';

/** A way to sign in and come back, or the word that this place has none. */
export async function signInHere(): Promise<HTMLElement> {
  let signIn;
  try {
    signIn = (await settings()).signIn;
  } catch (error) {
    return el('p', {}, t('problem.other', { detail: String(error) }));
  }
  if (!signIn) return el('p', {}, t('problem.noSignIn'));
  const { authority, clientId, scope } = signIn;
  const failed = el('p', { class: 'note', role: 'alert' });
  const begin = (): void => {
    beginSignIn({ authority, clientId, scope }).catch((error: unknown) => { failed.textContent = t('problem.other', { detail: String(error) }); });
  };
  return el('div', { class: 'parts' },
    el('p', {}, t('problem.signInRequired')), el('button', { type: 'button', class: 'main-action', onclick: begin }, t('vote.signIn')), failed);
}
