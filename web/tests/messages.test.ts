import { expect, test } from 'vitest';
import de from '../messages/de.json';
import en from '../messages/en.json';
import { format } from '../src/shared/message';

const names = (message: string) => [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map((match) => match[1]).sort();

test('every language has every message', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
});

test.each(Object.entries(en))('%s takes the same values in every language', (key, message) => {
  expect(new Set(names(de[key as keyof typeof de]))).toEqual(new Set(names(message)));
});

test('a count takes the form that the language has for it', () => {
  const message = '{count, plural, =0 {nobody} one {# vote} other {# votes of {all}}}';
  const say = (count: number) => format(message, { count, all: 5000 }, 'en');
  expect([say(0), say(1), say(1234)]).toEqual(['nobody', '1 vote', '1,234 votes of 5,000']);
  expect(format('{n, plural, one {# głos} few {# głosy} other {# głosów}}', { n: 3 }, 'pl')).toBe('3 głosy');
});

test('a value is text, whatever it says', () => {
  expect(format('“{question}”', { question: '{count, plural, one {x}}' }, 'en')).toBe('“{count, plural, one {x}}”');
});
