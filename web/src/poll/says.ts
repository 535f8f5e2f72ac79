import type { Problem, VoteStatus } from '../client';
import { el } from '../shared/dom';
import { t, type Key } from '../shared/i18n';

export type Tone = 'good' | 'bad' | 'wait' | '';

/** The one place that tells how things stand. It is read out when it changes. */
export class Says {
  readonly element = el('p', { class: 'says', role: 'status', tabindex: -1 });

  show(text: string, tone: Tone = ''): void {
    if (this.element.textContent !== text) this.element.textContent = text;
    this.element.dataset['tone'] = tone;
  }
}

const messages: Readonly<Record<string, Key>> = {
  pollNotFound: 'problem.pollNotFound',
  pollClosed: 'problem.pollClosed',
  pollNotOpen: 'problem.pollNotOpen',
  invalidCode: 'problem.invalidCode',
  codeRequired: 'problem.invalidCode',
  signInRequired: 'problem.signInRequired',
  invalidVoterToken: 'problem.invalidVoterToken',
};

/** A problem in the visitor's language, or in the API's words where there are none for it. */
export const wordsFor = (problem: Problem): string => {
  const key = messages[problem.code];
  return key ? t(key) : t('problem.other', { detail: problem.detail });
};

/** Why a vote is being sent again. */
export const wordsForRetry = ({ code, status }: Problem): string =>
  t(code === 'network' ? 'vote.offline' : status === 429 ? 'vote.busy' : 'vote.unavailable');

export function wordsForStatus({ status, reason }: VoteStatus): { text: string; tone: Tone } {
  switch (status) {
    case 'counted': return { text: t('vote.counted'), tone: 'good' };
    case 'superseded': return { text: t('vote.superseded'), tone: '' };
    case 'duplicate': return { text: t('vote.duplicate'), tone: 'bad' };
    case 'rejected': return { text: t(reason === 'closed' ? 'vote.tooLate' : 'vote.rejected'), tone: 'bad' };
    default: return { text: t('vote.recorded'), tone: 'good' };
  }
}
