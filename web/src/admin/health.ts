import type { Health } from './types';

/** What an answer says of health; null when it says nothing of it. */
export function healthIn(text: string): Health | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const { status, dependencies } = (body ?? {}) as Partial<Health>;
  return (status === 'up' || status === 'down') && dependencies ? { status, dependencies } : null;
}
