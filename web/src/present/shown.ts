import type { Results } from '../client';

const key = (pollId: string) => `livetally.shown.${pollId}`;

/** What this tab showed last, so that a reload begins there and never goes back. */
export function lastShown(pollId: string, storage: Storage): Results | null {
  try {
    const kept = JSON.parse(storage.getItem(key(pollId)) ?? 'null') as Results | null;
    return kept && kept.pollId === pollId && Number.isInteger(kept.version) && Array.isArray(kept.counts) ? kept : null;
  } catch {
    return null; // Written by an older page, or by hand.
  }
}

export function keepShown(results: Results, storage: Storage): void {
  try {
    storage.setItem(key(results.pollId), JSON.stringify(results));
  } catch {
    // Storage is full or forbidden: then a reload begins with what the server says.
  }
}
