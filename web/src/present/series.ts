/** A moment of the tally. */
export interface Moment {
  readonly at: number;
  readonly counts: readonly number[];
}

/** The tally over time: at most `limit` moments, evenly thinned, always with the newest. */
export class Series {
  #moments: Moment[] = [];
  #apart = 250;

  constructor(private readonly limit = 300) {}

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** What happened before; what is known already from pushes and is newer stays. */
  fill(past: readonly Moment[]): void {
    const until = past.at(-1)?.at ?? -Infinity;
    this.#moments = [...past, ...this.#moments.filter((moment) => moment.at > until)];
    this.#thin();
  }

  add(moment: Moment): void {
    const last = this.#moments.at(-1);
    const before = this.#moments.at(-2);
    if (last && moment.at < last.at) return;
    if (last && before && last.at - before.at < this.#apart) this.#moments.pop();
    this.#moments.push(moment);
    this.#thin();
  }

  #thin(): void {
    while (this.#moments.length > this.limit) {
      const newest = this.#moments.length - 1;
      this.#moments = this.#moments.filter((_, i) => i === newest || i % 2 === 0);
      this.#apart *= 2;
    }
  }
}
