import './admin.css';
import { el, fill } from '../shared/dom';
import { start, t } from '../shared/i18n';
import { languageChoice } from '../shared/languages';
import { settings, type Settings } from '../shared/settings';
import { DirectorySession, KeySession, type Session } from './session';
import { shell } from './shell';
import { signIn } from './signin';

const page = document.querySelector<HTMLElement>('#page')!;

await start();
document.title = t('admin.title');
document.body.append(languageChoice());
await admin(await readSettings());

async function admin(known: Settings): Promise<never> {
  let session: Session | null = known.signIn ? DirectorySession.kept() : KeySession.kept();
  for (let why: string | null = null; ; session = null) {
    session ??= await signIn(page, known, why);
    why = await shell(page, known, session);
  }
}

async function readSettings(): Promise<Settings> {
  for (;;) {
    try {
      return await settings();
    } catch (error) {
      await new Promise<void>((again) => fill(
        page,
        el('main', { class: 'sign-in' }, el('h1', {}, t('admin.title')), el('p', { class: 'error', role: 'alert' }, t('admin.error.settings', { reason: String(error) })),
          el('button', { class: 'button', type: 'button', onclick: () => again() }, t('admin.again'))),
      ));
    }
  }
}
