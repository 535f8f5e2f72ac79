import { accessToken, signOut } from '../shared/sign-in';

/** Who is signed in. It lives as long as the tab. */
export interface Session {
  /** What a call carries to prove it; null when it no longer holds. */
  headers(): Readonly<Record<string, string>> | null;
  /** Forgets it. */
  end(): void;
}

const stored = 'livetally.adminKey';

/** The key of the local target. */
export class KeySession implements Session {
  constructor(private readonly key: string) {}

  static kept(): KeySession | null {
    const key = sessionStorage.getItem(stored);
    return key === null ? null : new KeySession(key);
  }

  keep(): void {
    sessionStorage.setItem(stored, this.key);
  }

  headers(): Readonly<Record<string, string>> {
    return { 'X-Admin-Key': this.key };
  }

  end(): void {
    sessionStorage.removeItem(stored);
  }
}

/** Somebody whom the directory knows. */
export class DirectorySession implements Session {
  static kept(): DirectorySession | null {
    return accessToken() === null ? null : new DirectorySession();
  }

  headers(): Readonly<Record<string, string>> | null {
    const token = accessToken();
    return token === null ? null : { Authorization: `Bearer ${token}` };
  }

  end(): void {
    signOut();
  }
}
