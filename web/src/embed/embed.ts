import { LiveTallyClient } from '../client';

customElements.define('live-poll', class extends HTMLElement {
  readonly client = new LiveTallyClient();
});
