import pollCss from '../poll/poll.css?inline';
import tokensCss from '../shared/tokens.css?inline';
import { LiveTallyClient } from '../client';
import { PollView } from '../poll/poll-view';
import { el } from '../shared/dom';
import { load, t } from '../shared/i18n';
import { pollIdOf } from '../shared/poll-id';

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

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    void this.#show();
  }

  disconnectedCallback(): void {
    this.#view?.stop();
    this.#view = null;
  }

  attributeChangedCallback(): void {
    if (this.#view) void this.#show();
  }

  async #show(): Promise<void> {
    this.#view?.stop();
    await load();
    if (!this.isConnected) return;
    const pollId = pollIdOf(this.getAttribute('poll') ?? '');
    const server = (this.getAttribute('server') ?? source).replace(/\/$/, '');
    if (!pollId) {
      this.#root.replaceChildren(el('p', {}, t('problem.pollNotFound')));
      return;
    }

    this.#view = new PollView({
      client: new LiveTallyClient({ baseUrl: server === location.origin ? '' : server }),
      pollId,
      // The directory answers to the page of LiveTally itself only.
      signIn: {
        token: () => null,
        forget() {},
        ask: async () => el('p', {}, el('a', { href: `${server}/p/${pollId}`, target: '_blank', rel: 'noopener' }, t('vote.signIn'))),
      },
    });
    this.#root.replaceChildren(this.#view.element);
  }
}

customElements.define('live-poll', LivePoll);
