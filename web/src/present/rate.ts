interface Sample {
  readonly at: number;
  readonly ballots: number;
}

const WINDOW_MS = 5_000;

/**
 * Ballots per second over the last 5 s, by the server's clock, so that neither a slow network nor a wrong clock here bends it.
 * Between two results it falls to nothing by itself: the server is silent when nothing changes.
 */
export class BallotRate {
  #samples: Sample[] = [];
  #heardAt = 0;

  /** @param now the page's clock, in milliseconds */
  add(asOf: number, ballots: number, now: number): void {
    const last = this.#samples.at(-1);
    if (last && asOf < last.at) return;
    this.#samples.push({ at: asOf, ballots });
    this.#heardAt = now;
    this.#forget(asOf - WINDOW_MS);
  }

  /** What happened while nobody listened is no rate. */
  reset(): void {
    this.#samples = [];
  }

  at(now: number): number {
    const last = this.#samples.at(-1);
    if (!last) return 0;
    this.#forget(last.at + (now - this.#heardAt) - WINDOW_MS);
    const first = this.#samples[0] ?? last;
    return Math.max(0, (last.ballots - first.ballots) / (WINDOW_MS / 1000));
  }

  // The newest sample before the window stays: it says how many there were at its start.
  #forget(start: number): void {
    while ((this.#samples[1]?.at ?? Infinity) <= start) this.#samples.shift();
  }
}
