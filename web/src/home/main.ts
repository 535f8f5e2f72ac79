import '../poll/poll.css';
import { LiveTallyClient, ProblemError } from '../client';
import { Says, wordsFor } from '../poll/says';
import { el, fill } from '../shared/dom';
import { start, t } from '../shared/i18n';
import { languageChoice } from '../shared/languages';
import { pollIdOf } from '../shared/poll-id';
import { endSignIn } from '../shared/sign-in';

await start();
const says = new Says();
const left = await endSignIn().catch((error: unknown) => {
  says.show(t('problem.other', { detail: String(error) }), 'bad');
  return false;
});
if (!left) {
  const input = el('input', {
    id: 'poll', name: 'poll', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', required: true, 'aria-describedby': 'poll-hint', oninput: () => says.show(''),
  });
  const go = async (): Promise<void> => {
    const pollId = pollIdOf(input.value);
    if (!pollId) return refuse(t('home.notACode'));
    try {
      await new LiveTallyClient({ storage: null }).poll(pollId);
      location.assign(`/p/${pollId}${location.search}`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refuse(error.problem.status === 0 ? t('home.offline') : wordsFor(error.problem));
    }
  };
  const refuse = (why: string): void => {
    says.show(why, 'bad');
    input.focus();
  };
  document.title = t('home.title');
  fill(document.querySelector('#page')!, el('div', { class: 'poll' },
    el('h1', {}, t('home.heading')),
    el('form', { novalidate: true, onsubmit: (event) => { event.preventDefault(); void go(); } },
      el('div', { class: 'field' },
        el('label', { for: 'poll' }, t('home.code')), input, el('p', { id: 'poll-hint', class: 'note' }, t('home.hint'))),
      says.element,
      el('button', { type: 'submit', class: 'main-action' }, t('home.go')))));
  document.body.append(languageChoice());
}
