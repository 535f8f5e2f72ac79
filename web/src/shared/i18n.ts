import type en from '../../messages/en.json';
import { format, type Values } from './message';

export type Key = keyof typeof en;
type Messages = Record<Key, string>;

/** Every language that there is a file in messages/ for, under its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const files: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('../../messages/en.json'),
  de: () => import('../../messages/de.json'),
};

const stored = 'livetally.language';
const rightToLeft = /^(ar|fa|he|ur)\b/;

let messages: Messages;
let current: Language = 'en';

/** The text of a key, in the visitor's language. `{count, plural, one {…} other {…}}` and `{name}` take their values from `values`. */
export const t = (key: Key, values: Values = {}): string => format(messages[key], values, locale());

export const language = (): Language => current;

/** Loads a language: the given one, or that which the address, an earlier choice or the browser asks for. */
export async function load(wanted: Language = choose()): Promise<void> {
  messages = (await files[wanted]()).default;
  current = wanted;
}

/** Loads the visitor's language and tells the page. `?dir=rtl` turns it round, for who looks after the layout. */
export async function start(): Promise<void> {
  await load();
  const root = document.documentElement;
  root.lang = current;
  root.dir = asked('dir') === 'rtl' || rightToLeft.test(current) ? 'rtl' : 'ltr';
}

/** Keeps the choice and shows the page in it. */
export function switchTo(wanted: Language): void {
  storage()?.setItem(stored, wanted);
  const here = new URL(location.href);
  here.searchParams.delete('lang');
  location.replace(here);
  if (here.href === location.href) location.reload();
}

/** The visitor's own variety of the language, for numbers and times: British times differ from American ones. */
const locale = (): string => navigator.languages.find((tag) => tag.split('-')[0] === current) ?? current;

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** To one decimal. */
export const decimal = (value: number): string => number(Math.round(value * 10) / 10);

/** A share of 0 to 1. */
export const percent = (share: number): string => new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** Day and time in the visitor's zone. */
export const dateTime = (at: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** The time of day in the visitor's zone. */
export const timeOfDay = (at: string): string => new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(new Date(at));

function choose(): Language {
  for (const tag of [asked('lang'), storage()?.getItem(stored), ...navigator.languages]) {
    const name = tag?.toLowerCase().split('-')[0];
    if (name && Object.hasOwn(languages, name)) return name as Language;
  }
  return 'en';
}

const asked = (name: string): string | null => new URLSearchParams(location.search).get(name);

// Where a browser keeps nothing for a page, asking for the store throws.
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
