import type { AdminApi } from './api';
import type { Settings } from '../shared/settings';

/** What every section of the page works with. */
export interface Context {
  readonly api: AdminApi;
  readonly settings: Settings;
  /** Goes to a section by its address after `#/`. */
  go(address: string): void;
  /** Says what has happened, seen and heard. */
  say(text: string): void;
  /** Says what has gone wrong. What is no answer of the server is thrown on. */
  fail(error: unknown): void;
}

/** A section of the page; it returns how to end what it keeps doing. */
export type Show = (main: HTMLElement, context: Context, argument: string) => Promise<(() => void) | void>;
