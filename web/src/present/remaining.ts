/** Whole seconds until a moment, never below 0. */
export function secondsUntil(moment: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));
}

/** `4:05`, `1:04:05`; above two days only the days, by `days`. */
export function clock(seconds: number, days: (count: number) => string): string {
  const day = 86_400;
  if (seconds >= 2 * day) return days(Math.floor(seconds / day));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
