import './present.css';
import { LiveTallyClient, ProblemError, type Poll } from '../client';
import { el, fill } from '../shared/dom';
import { start, t } from '../shared/i18n';
import { pollIdHere } from '../shared/poll-id';
import { joinCard } from './join';
import { Presenter } from './presenter';

const retryAfter = 2_000;

const root = document.querySelector<HTMLElement>('#page')!;
const client = new LiveTallyClient({ storage: null });
const pollId = pollIdHere();

await start();
document.title = t('present.title');
if (pollId) await present(pollId);
else fill(root, el('h1', {}, t('present.noPoll')), el('p', {}, t('present.noPollHow')));

async function present(pollId: string): Promise<void> {
  const poll = await whenThere(pollId);
  document.title = `${poll.question} · LiveTally`;
  new Presenter(client, root, poll, tabStorage()).start();
}

// A draft is nobody's business but the admin's: it looks like a poll that is not there, until it opens.
async function whenThere(pollId: string): Promise<Poll> {
  for (let waiting = false; ; waiting = true) {
    try {
      return await client.poll(pollId);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (!waiting) wait(pollId);
      root.dataset['connection'] = error.problem.status === 0 ? 'offline' : 'polling';
    }
    await new Promise((resolve) => setTimeout(resolve, retryAfter));
  }
}

function wait(pollId: string): void {
  root.className = 'present waiting';
  root.dataset['state'] = 'waiting';
  fill(root, el('header', {}, el('h1', {}, t('present.waiting')), el('p', { role: 'status' }, t('present.waitingWhy'))), el('aside', {}, joinCard(pollId)));
}

// Where a browser keeps nothing for a page, asking for the store throws.
function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
