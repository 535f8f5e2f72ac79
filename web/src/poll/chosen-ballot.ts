import type { Poll } from '../client';
import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Ballot } from './ballot';

/** A ballot of options to tick: one, several up to a number, or a step of a scale. */
export function chosenBallot(poll: Poll, chosen: readonly number[], changed: () => void): Ballot {
  const several = poll.kind === 'multiple';
  const inputs = poll.options.map((_, index) => {
    const input = el('input', { type: several ? 'checkbox' : 'radio', name: 'choice', value: index, onchange: () => { holdToMost(); changed(); } });
    input.checked = chosen.includes(index);
    return input;
  });
  const choices = () => inputs.flatMap((input, index) => input.checked ? [index] : []);

  function holdToMost(): void {
    if (!several) return;
    const full = choices().length >= poll.maxChoices;
    for (const input of inputs) input.disabled = full && !input.checked;
  }

  holdToMost();
  const options = poll.options.map((option, index) => el('label', { class: 'choice' }, inputs[index], el('span', { dir: 'auto' }, option)));
  return {
    element: el('fieldset', { class: 'ballot' },
      el('legend', { class: 'hint' }, hint(poll)),
      ...(poll.kind === 'rating' ? [el('div', { class: 'steps' }, ...options)] : options)),
    choices,
  };
}

const hint = (poll: Poll): string =>
  poll.kind === 'multiple' ? t('vote.hintMultiple', { most: poll.maxChoices }) : t(poll.kind === 'rating' ? 'vote.hintRating' : 'vote.hintSingle');
