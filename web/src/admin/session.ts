/** Who is signed in: what a call carries to prove it. */
export interface Session {
  /** What to call the admin on the page; null where a key says nothing of its holder. */
  readonly name: string | null;
  /** May take a while: a token that runs out is renewed first. */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Forgets it, here and for good. */
  end(): void;
}

const stored = 'livetally.adminKey';

/** The key of the local target. It lives as long as the tab. */
export class KeySession implements Session {
  readonly name = null;

  constructor(private readonly key: string) {}

  static kept(): KeySession | null {
    const key = sessionStorage.getItem(stored);
    return key === null ? null : new KeySession(key);
  }

  keep(): void {
    sessionStorage.setItem(stored, this.key);
  }

  headers(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({ 'X-Admin-Key': this.key });
  }

  end(): void {
    sessionStorage.removeItem(stored);
  }
}
