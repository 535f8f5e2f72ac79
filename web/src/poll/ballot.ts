import type { Poll } from '../client';
import { chosenBallot } from './chosen-ballot';
import { rankedBallot } from './ranked-ballot';

/** Where a voter makes up a ballot. */
export interface Ballot {
  readonly element: HTMLElement;
  /** Indexes of the options, in the order that counts; empty until there is a ballot to cast. */
  choices(): number[];
}

/** The ballot of a poll's kind, with what the voter chose before. `changed` is called whenever the choices are others. */
export function ballotOf(poll: Poll, chosen: readonly number[], changed: () => void): Ballot {
  return poll.kind === 'ranking' ? rankedBallot(poll, chosen, changed) : chosenBallot(poll, chosen, changed);
}
