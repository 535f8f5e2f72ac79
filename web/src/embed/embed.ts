import pollCss from '../poll/poll.css?inline';
import tokensCss from '../shared/tokens.css?inline';
import { LiveTallyClient } from '../client';
import { PollView } from '../poll/poll-view';
import { api } from '../shared/api';
import { el } from '../shared/dom';
import { load, t } from '../shared/i18n';
import { pollIdOf } from '../shared/poll-id';
import { serverOf } from './server';

const sheet = new CSSStyleSheet();
sheet.replaceSync(`${tokensCss}\n${pollCss}\n:host { display: block; }`);

// Where the script came from is where LiveTally is, unless the element says otherwise.
const source = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : '';

/**
 * `<live-poll poll="k7f3q2xm" server="https://…">`: a poll in somebody else's page. It tells of a recorded vote by the event `livetally-vote`, and
 * takes its colours and type from custom properties (`--accent`, `--bar`, `--card`, `--fg`, `--font`, …) set on it.
 */
class LivePoll extends HTMLElement {
  static readonly observedAttributes = ['poll', 'server'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #view: PollView | null = null;
  #turn = 0;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    void this.#show();
  }

  disconnectedCallback(): void {
    this.#end();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) void this.#show();
  }

  /** Ends what is shown, and what was about to be. Gives the number of what may be shown next. */
  #end(): number {
    this.#view?.stop();
    this.#view = null;
    return ++this.#turn;
  }

  async #show(): Promise<void> {
    const mine = this.#end();
    await load();
    if (mine !== this.#turn) return;
    const pollId = pollIdOf(this.getAttribute('poll') ?? '');
    const server = serverOf(this.getAttribute('server'), api, source, location.origin);
    if (!pollId) {
      this.#root.replaceChildren(el('p', {}, t('problem.pollNotFound')));
      return;
    }

    this.#view = new PollView({
      client: new LiveTallyClient({ baseUrl: server.api }),
      pollId,
      // The directory answers to the page of LiveTally itself only.
      signIn: {
        token: () => null,
        forget() {},
        ask: async () => el('p', {}, el('a', { href: `${server.pages}/p/${pollId}`, target: '_blank', rel: 'noopener' }, t('vote.signIn'))),
      },
    });
    this.#root.replaceChildren(this.#view.element);
  }
}

customElements.define('live-poll', LivePoll);
