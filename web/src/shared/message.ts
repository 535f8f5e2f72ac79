export type Values = Readonly<Record<string, string | number>>;

/**
 * Fills a message in, in the part of ICU's syntax that the files in messages/ use: `{name}`, and `{count, plural, =0 {…} one {…} other {…}}`
 * with `#` for the number.
 */
export function format(message: string, values: Values, language: string): string {
  let text = '';
  for (let at = 0; at < message.length; at++) {
    if (message[at] !== '{') {
      text += message[at];
      continue;
    }
    const end = closing(message, at);
    text += argument(message.slice(at + 1, end), values, language);
    at = end;
  }
  return text;
}

function argument(inside: string, values: Values, language: string): string {
  const plural = /^\s*(\w+)\s*,\s*plural\s*,/.exec(inside);
  if (!plural) return show(values[inside.trim()], inside, language);

  const count = Number(values[plural[1]!]);
  const forms = readForms(inside.slice(plural[0].length));
  const form = forms.get(`=${count}`) ?? forms.get(new Intl.PluralRules(language).select(count)) ?? forms.get('other') ?? '';
  return format(form.replaceAll('#', show(count, plural[1]!, language)), values, language);
}

function readForms(text: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const open = text.indexOf('{', at);
    if (open < 0) break;
    const end = closing(text, open);
    forms.set(text.slice(at, open).trim(), text.slice(open + 1, end));
    at = end + 1;
  }
  return forms;
}

function show(value: string | number | undefined, name: string, language: string): string {
  if (value === undefined) throw new Error(`The message needs '${name}'.`);
  return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
}

/** Where the brace at `open` closes. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`A brace in '${text}' is not closed.`);
}
