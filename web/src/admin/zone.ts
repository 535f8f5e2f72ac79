// A field of type datetime-local knows no zone: it shows, and takes, the visitor's.

/** A moment as such a field shows it; '' for none. */
export function toField(moment: string | null): string {
  if (moment === null) return '';
  const date = new Date(moment);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A field's value as a moment; null for none. */
export function fromField(value: string): string | null {
  return value === '' ? null : new Date(value).toISOString();
}

/** The name of the visitor's zone, as `Europe/Berlin`. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
