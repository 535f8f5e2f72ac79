import '../poll/poll.css';
import { LiveTallyClient } from '../client';
import { PollView } from '../poll/poll-view';
import { api } from '../shared/api';
import { el, fill } from '../shared/dom';
import { start, t } from '../shared/i18n';
import { languageChoice } from '../shared/languages';
import { pollIdHere } from '../shared/poll-id';
import { accessToken, signOut } from '../shared/sign-in';
import { signInHere } from './sign-in-here';

await start();
const page = document.querySelector('#page')!;
const pollId = pollIdHere();
if (pollId) {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  const view = new PollView({
    client: new LiveTallyClient({ baseUrl: api }),
    pollId,
    ...(code && { code }),
    signIn: { token: accessToken, forget: signOut, ask: signInHere },
    onPoll: (poll) => { document.title = `${poll.question} · LiveTally`; },
  });
  page.append(view.element);
  // Another link to the same poll, with a code of its own, does not load the page by itself.
  addEventListener('hashchange', () => location.reload());
} else {
  fill(page, el('div', { class: 'poll' }, el('h1', {}, t('problem.pollNotFound')), el('p', {}, el('a', { href: '/' }, t('voter.home')))));
}
document.body.append(languageChoice());
