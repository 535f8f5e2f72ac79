import { LiveTallyClient, ProblemError, type ConnectionState, type PendingVote, type Poll, type Problem, type Results, type VoteStatus, type Watch } from '../client';
import { isTransient } from '../client/retry';
import { el, fill } from '../shared/dom';
import { dateTime, t, type Key } from '../shared/i18n';
import { ballotOf, type Ballot } from './ballot';
import { CodeField } from './code-field';
import { receiptOf } from './receipt';
import { ResultsView } from './results';
import { Says, wordsFor, wordsForRetry, wordsForStatus } from './says';

export interface PollViewOptions {
  readonly client: LiveTallyClient;
  readonly pollId: string;
  /** A voting code that came with the address. */
  readonly code?: string;
  readonly signIn: SignIn;
  /** Called when the poll is there, and when its text changes. */
  readonly onPoll?: (poll: Poll) => void;
}

/** How voters of a poll sign in who have to. */
export interface SignIn {
  /** The access token of whoever signed in, while it holds. */
  token(): string | null;
  /** The token is not taken any more. */
  forget(): void;
  /** What to show to who has not signed in. */
  ask(): Promise<HTMLElement>;
}

/** A poll: its ballot, what becomes of the vote, and its results as they move. */
export class PollView {
  readonly element = el('div', { class: 'poll' });
  readonly #says = new Says();
  readonly #question = el('h1', { dir: 'auto' }, t('vote.loading'));
  readonly #note = el('p', { class: 'note' });
  readonly #otherPlace = el('div');
  readonly #ballotPlace = el('div', { class: 'parts' });
  readonly #receiptPlace = el('div');
  readonly #resultsPlace = el('div');
  readonly #connection = el('p', { class: 'foot' });
  #poll: Poll | null = null;
  #results: ResultsView | null = null;
  #shown: Results | null = null;
  /** The choices of a vote that arrived without an answer. */
  #arrived: readonly number[] | null = null;
  #watch: Watch | null = null;
  #sending = false;
  #followed = '';
  readonly #end = new AbortController();

  constructor(private readonly options: PollViewOptions) {
    fill(this.element, this.#question, this.#note, this.#says.element, this.#otherPlace, this.#ballotPlace, this.#receiptPlace, this.#resultsPlace, this.#connection);
    this.#follow();
  }

  /** Stops everything but a vote's way to the server, which only the end of the page can stop. */
  stop(): void {
    this.#watch?.stop();
    this.#end.abort();
  }

  #follow(): void {
    this.#watch?.stop();
    this.#watch = this.options.client.watch(this.options.pollId, {
      poll: (poll) => void this.#takePoll(poll),
      results: (results) => this.#takeResults(results),
      refused: (problem) => this.#refused(problem),
      connection: (state) => this.#connected(state),
    }, { after: this.#shown?.version ?? -1 });
  }

  async #takePoll(poll: Poll): Promise<void> {
    const before = this.#poll;
    this.#poll = poll;
    this.#question.textContent = poll.question;
    this.#note.textContent = poll.state !== 'open' ? t(poll.state === 'final' ? 'vote.final' : 'vote.closed')
      : poll.closesAt ? t('vote.openUntil', { time: dateTime(poll.closesAt) }) : '';
    this.element.dataset['state'] = poll.state;
    this.options.onPoll?.(poll);
    if (before && before.state === poll.state && String(before.options) === String(poll.options)) return;

    this.#newResults();
    if (this.#sending) return;
    const { client, pollId } = this.options;
    const pending = client.pendingVote(pollId);
    const recorded = client.recordedVote(pollId);
    this.#offerOther();
    // It may be recorded: then the same again is no other vote, and tells how it stands.
    if (pending && poll.state === 'open' && (client.isVoter(pollId) || poll.voters === 'anonymous')) await this.#vote(pending.choices);
    else if (poll.state !== 'open' && pending?.key) await this.#close();
    else if (recorded) await this.#showRecorded();
    else if (poll.state === 'open') await this.#askForVote(pending?.choices ?? [], this.options.code);
    else await this.#close();
  }

  async #close(): Promise<void> {
    fill(this.#ballotPlace);
    const { client, pollId } = this.options;
    const pending = client.pendingVote(pollId);
    // It is asked for already, or was found.
    if (pending?.key && pending.key === this.#followed) return;
    this.#says.show(t('problem.pollClosed'));
    if (pending?.key && client.isVoter(pollId) && await this.#showArrived(pending.key, pending)) return;
    // The earlier vote, if this was to be another.
    if (client.recordedVote(pollId)) await this.#showRecorded();
  }

  /** Shows what became of a vote that was sent, but never answered, before the poll closed. False when it has not arrived. */
  async #showArrived(key: string, { choices }: PendingVote): Promise<boolean> {
    const { client, pollId } = this.options;
    this.#followed = key;
    this.#says.show(t('vote.asking'), 'wait');
    for (let wait = 500; ; wait = Math.min(wait * 2, 15_000)) {
      // Of then, so that the answer is no older.
      const final = this.#poll?.state === 'final';
      try {
        const status = await client.voteStatus(pollId, key);
        if (this.#end.signal.aborted || this.#followed !== key) return true;
        this.#arrived = choices;
        this.#newResults();
        this.#showStatus(status);
        return true;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        // In the log and not in the journal yet, it is not found: only the final journal is sure not to have it.
        if (!isTransient(error) && (final || error.problem.code !== 'voteNotFound')) break;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (this.#end.signal.aborted || this.#followed !== key) return true;
    }
    this.#followed = '';
    this.#says.show(t('problem.pollClosed'));
    return false;
  }

  /** Where the address has a voting code and this device is the voter of another: lets whoever holds that code vote. */
  #offerOther(): void {
    const { client, pollId, code } = this.options;
    const taken = client.isVoter(pollId) || client.recordedVote(pollId) !== null || client.pendingVote(pollId)?.key;
    const other = code !== undefined && taken && this.#poll!.voters === 'codes' && this.#poll!.state === 'open' && !client.isVoter(pollId, code);
    fill(this.#otherPlace, !this.#sending && other && el('div', { class: 'parts' },
      el('p', { class: 'note' }, t('vote.otherCode')), this.#anew('vote.useCode', code)));
  }

  /** A button to vote as somebody else than who has voted on this device. */
  #anew(words: Key, code?: string): HTMLElement {
    const begin = (): void => {
      this.options.client.forgetVoter(this.options.pollId);
      this.#followed = '';
      this.#arrived = null;
      delete this.element.dataset['vote'];
      fill(this.#otherPlace);
      // What the voter before was shown is not for everybody.
      if (this.#poll!.results === 'afterVote') {
        this.#shown = null;
        this.#follow();
      }
      this.#newResults();
      void this.#askForVote([], code);
    };
    return el('button', { type: 'button', class: 'other-action', onclick: begin }, t(words));
  }

  /** Shows the ballot. Gives the field of the voting code, where one is needed. */
  async #askForVote(chosen: readonly number[], typed = ''): Promise<CodeField | null> {
    const poll = this.#poll!;
    const { client, pollId, signIn } = this.options;
    this.#says.show('');
    fill(this.#receiptPlace);
    if (poll.voters === 'directory' && !client.isVoter(pollId) && !signIn.token()) {
      fill(this.#ballotPlace, await signIn.ask());
      return null;
    }

    const code = poll.voters === 'codes' && !client.isVoter(pollId) ? new CodeField(typed) : null;
    const send = el('button', { type: 'submit', class: 'main-action' }, t(client.recordedVote(pollId) ? 'vote.change' : 'vote.send'));
    const ballot: Ballot = ballotOf(poll, chosen, () => { send.disabled = ballot.choices().length === 0; });
    send.disabled = ballot.choices().length === 0;
    const form = el('form', {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        if (ballot.choices().length > 0 && (code?.check() ?? true)) void this.#vote(ballot.choices(), code?.value);
      },
    }, ballot.element, code?.element, send);
    fill(this.#ballotPlace, form);
    return code;
  }

  async #vote(choices: readonly number[], code?: string): Promise<void> {
    const { client, pollId, signIn } = this.options;
    // A sign-in for another poll of this tab is nothing to this one.
    const accessToken = this.#poll!.voters === 'directory' ? signIn.token() : null;
    this.#sending = true;
    this.#offerOther();
    for (const control of this.#ballotPlace.querySelectorAll<HTMLInputElement | HTMLButtonElement>('fieldset, .main-action, .field input')) control.disabled = true;
    this.#says.show(t('vote.sending'), 'wait');
    try {
      await client.vote(pollId, choices, {
        ...(code !== undefined && { code }),
        ...(accessToken && { accessToken }),
        onRetry: (_, problem) => this.#says.show(wordsForRetry(problem), 'wait'),
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#sending = false;
      this.#offerOther();
      await this.#failed(error.problem, choices, code);
      return;
    }

    this.#sending = false;
    this.#offerOther();
    this.element.dispatchEvent(new CustomEvent('livetally-vote', { bubbles: true, composed: true, detail: client.recordedVote(pollId) }));
    // Where results are for those who have voted, they are to be had from now on.
    if (this.#poll?.results === 'afterVote') this.#follow();
    this.#says.element.focus({ preventScroll: true });
    await this.#showRecorded();
  }

  async #failed(problem: Problem, choices: readonly number[], typed?: string): Promise<void> {
    if (problem.code === 'pollClosed') return this.#close();
    if (problem.code === 'invalidVoterToken' && this.#poll!.voters === 'anonymous') return this.#lost(problem);
    if (problem.code === 'signInRequired') this.options.signIn.forget();
    const code = await this.#askForVote(choices, typed);
    this.#says.show(wordsFor(problem), 'bad');
    if (code && (problem.code === 'invalidCode' || problem.code === 'codeRequired')) code.refuse(wordsFor(problem));
    else this.#says.element.focus();
  }

  /** The voter of this device is no more, and has voted or may have: another one must be meant. */
  async #lost(problem: Problem): Promise<void> {
    const { client, pollId } = this.options;
    if (client.recordedVote(pollId)) await this.#showRecorded();
    else fill(this.#ballotPlace, this.#anew('vote.anew'));
    this.#says.show(wordsFor(problem), 'bad');
    this.#says.element.focus();
  }

  /** Shows the recorded vote, and what becomes of it. */
  async #showRecorded(): Promise<void> {
    const { client, pollId } = this.options;
    const { vote, choices } = client.recordedVote(pollId)!;
    fill(this.#ballotPlace, this.#poll?.state === 'open' && this.#poll.allowChange && (client.isVoter(pollId) || this.#poll.voters !== 'anonymous') &&
      el('button', { type: 'button', class: 'other-action', onclick: () => void this.#askForVote(choices) }, t('vote.askChange')));
    if (this.#followed === vote.voteId && this.#receiptPlace.hasChildNodes()) return;

    this.#followed = vote.voteId;
    this.#says.show(t('vote.recorded'), 'good');
    fill(this.#receiptPlace, receiptOf(vote));
    this.#newResults();
    for (let wait = 500; ; wait = Math.min(wait * 2, 15_000)) {
      try {
        const status = await client.voteStatus(pollId, vote.voteId, vote.receipt);
        if (this.#end.signal.aborted || this.#followed !== vote.voteId || !this.#receiptPlace.hasChildNodes()) return;
        this.#showStatus(status);
        if (status.status !== 'accepted') return;
      } catch (error) {
        // It is recorded: what became of it can wait until there is an answer.
        if (!(error instanceof ProblemError)) throw error;
        if (!isTransient(error)) return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #showStatus(status: VoteStatus): void {
    const { text, tone } = wordsForStatus(status);
    this.#says.show(text, tone);
    this.element.dataset['vote'] = status.status;
  }

  #newResults(): void {
    const own = this.#arrived ?? this.options.client.recordedVote(this.options.pollId)?.choices ?? [];
    this.#results = new ResultsView(this.#poll!, own);
    fill(this.#resultsPlace, this.#results.element);
    if (this.#shown) this.#results.show(this.#shown);
  }

  #takeResults(results: Results): void {
    this.#shown = results;
    this.#results?.show(results);
  }

  #refused(problem: Problem): void {
    if (this.#poll && (problem.code === 'resultsHidden' || problem.status === 401)) {
      const rule = this.#poll.results === 'afterClose' ? 'results.afterClose' : 'results.afterVote';
      const seen = this.#shown !== null || (rule === 'results.afterVote' && this.options.client.recordedVote(this.options.pollId) !== null);
      if (!seen) fill(this.#resultsPlace, el('p', { class: 'note' }, t(rule)));
      return;
    }
    if (!this.#poll) this.#question.textContent = t('voter.title');
    this.#says.show(wordsFor(problem), 'bad');
  }

  #connected(state: ConnectionState): void {
    this.element.dataset['connection'] = state;
    this.#connection.textContent = state === 'offline' ? t('connection.offline') : '';
  }
}
