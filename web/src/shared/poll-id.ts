const alphabet = /^[a-z2-7]{8}$/;

/** The poll that somebody means: an id in any case, with blanks or hyphens, or the address of its page. Null when it can be none. */
export function pollIdOf(text: string): string | null {
  const id = (/\/(?:p|present)\/([^/?#]+)/.exec(text)?.[1] ?? text)
    .toLowerCase()
    .replace(/[\s-]/g, '')
    // Not in the alphabet, and easily taken for what is.
    .replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('8', 'b');
  return alphabet.test(id) ? id : null;
}

/** The id in the address of this page: /p/k7f3q2xm. */
export const pollIdHere = (): string | null => pollIdOf(decodeURIComponent(location.pathname.split('/')[2] ?? ''));
