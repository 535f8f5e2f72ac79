import './admin.css';
import { ProblemError } from '../client';
import { el, fill } from '../shared/dom';
import { start, t } from '../shared/i18n';
import { problemText } from './problems';
import { KeySession, type Session } from './session';
import { settings, type Settings } from './settings';
import { shell } from './shell';
import { signIn } from './signin';

const page = document.querySelector<HTMLElement>('#page')!;

await start();
document.title = t('admin.title');
await admin(await readSettings());

async function admin(known: Settings): Promise<never> {
  let why: string | null = null;
  let session = await resume(known).catch((error: unknown) => {
    why = t('admin.signIn.failed', { reason: error instanceof Error ? error.message : String(error) });
    return null;
  });
  for (;;) {
    session ??= await signIn(page, known, why);
    why = await shell(page, known, session);
    session = null;
  }
}

async function resume({ signIn: provider }: Settings): Promise<Session | null> {
  return provider ? (await import('./entra')).EntraSession.resume(provider) : KeySession.kept();
}

async function readSettings(): Promise<Settings> {
  for (;;) {
    try {
      return await settings();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      await new Promise<void>((again) => fill(
        page,
        el('section', { class: 'sign-in' }, el('h1', {}, t('admin.title')), el('p', { class: 'error', role: 'alert' }, problemText(error)),
          el('button', { class: 'button', type: 'button', onclick: () => again() }, t('admin.again'))),
      ));
    }
  }
}
