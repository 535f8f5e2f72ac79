import type { Poll } from '../client';
import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import { check, choice, describe, MomentField, wrap } from './fields';
import type { PollDraft } from './types';

const fewest = 2;
const most = 20;

/** The fields of a poll. What an open poll no longer lets change is there to read. */
export class PollForm {
  readonly element: HTMLFormElement;
  /** Called whenever the draft may be another. */
  changed: () => void = () => {};
  readonly #question: HTMLTextAreaElement;
  readonly #kind: HTMLSelectElement;
  readonly #options: HTMLInputElement[] = [];
  readonly #optionList = el('ol', { class: 'options' });
  readonly #add: HTMLButtonElement;
  readonly #maxChoices: HTMLInputElement;
  readonly #allowChange: HTMLInputElement;
  readonly #voters: HTMLSelectElement;
  readonly #results: HTMLSelectElement;
  readonly #opensAt: MomentField;
  readonly #closesAt: MomentField;
  readonly #expectedVoters: HTMLInputElement;
  readonly #maxChoicesField: HTMLElement;
  readonly #general = el('p', { class: 'error', 'data-error': '' });

  constructor(poll: Poll | null) {
    const locked = poll !== null && poll.state !== 'draft';
    this.#question = el('textarea', { name: 'question', rows: 2, maxlength: 600, required: true, dir: 'auto', disabled: locked }, poll?.question);
    this.#kind = choice('kind', (['single', 'multiple', 'rating', 'ranking'] as const).map((kind) => [kind, t(`admin.kind.${kind}`)]), poll?.kind, locked);
    this.#maxChoices = el('input', { name: 'maxChoices', type: 'number', min: 1, max: most, value: poll && several(poll.kind) ? poll.maxChoices : '', disabled: locked });
    this.#allowChange = el('input', { name: 'allowChange', type: 'checkbox', checked: poll?.allowChange ?? false, disabled: locked });
    this.#voters = choice('voters', (['anonymous', 'codes', 'directory'] as const).map((voters) => [voters, t(`admin.voters.${voters}`)]), poll?.voters, locked);
    this.#results = choice('results', (['live', 'afterVote', 'afterClose'] as const).map((results) => [results, t(`admin.results.${results}`)]), poll?.results, locked);
    this.#opensAt = new MomentField('opensAt', poll?.opensAt ?? null, locked);
    this.#closesAt = new MomentField('closesAt', poll?.closesAt ?? null, false);
    this.#expectedVoters = el('input', { name: 'expectedVoters', type: 'number', min: 1, max: 10_000_000, value: poll?.expectedVoters ?? 10_000, disabled: locked });
    this.#add = el('button', { class: 'button', type: 'button', disabled: locked, onclick: () => this.#addOption('', true) }, t('admin.form.addOption'));
    this.#maxChoicesField = wrap(this.#maxChoices, t('admin.form.maxChoices'), t('admin.form.maxChoicesHint'));

    this.element = el(
      'form',
      { class: 'card poll-form', novalidate: true, oninput: () => this.#update() },
      this.#general,
      wrap(this.#question, t('admin.form.question')),
      wrap(this.#kind, t('admin.form.kind')),
      el('fieldset', { name: 'options' }, el('legend', {}, t('admin.form.options')), this.#optionList, describe('options'), this.#add),
      this.#maxChoicesField,
      check(this.#allowChange, t('admin.form.allowChange')),
      wrap(this.#voters, t('admin.form.voters')),
      wrap(this.#results, t('admin.form.results')),
      el('div', { class: 'pair' }, this.#opensAt.element(t('admin.form.opensAt')), this.#closesAt.element(t('admin.form.closesAt'))),
      wrap(this.#expectedVoters, t('admin.form.expectedVoters'), t('admin.form.expectedVotersHint')),
    );
    for (const option of poll?.options ?? ['', '']) this.#addOption(option, false, locked);
    this.#update();
  }

  draft(): PollDraft {
    const kind = this.#kind.value as PollDraft['kind'];
    const whole = (field: HTMLInputElement) => (field.value === '' ? null : Number(field.value));
    return {
      question: this.#question.value,
      kind,
      options: this.#options.map(({ value }) => value),
      maxChoices: several(kind) ? whole(this.#maxChoices) : null,
      allowChange: this.#allowChange.checked,
      voters: this.#voters.value as PollDraft['voters'],
      results: this.#results.value as PollDraft['results'],
      opensAt: this.#opensAt.moment,
      closesAt: this.#closesAt.moment,
      expectedVoters: whole(this.#expectedVoters),
    };
  }

  /** Says at each field what the server finds wrong with it, and goes to the first. */
  errors(errors: Readonly<Record<string, readonly string[]>>): void {
    const left = new Map(Object.entries(errors));
    let first: HTMLElement | null = null;
    for (const place of this.element.querySelectorAll<HTMLElement>('[data-error]')) {
      const name = place.dataset['error']!;
      place.textContent = (left.get(name) ?? []).join(' ');
      const field = this.element.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
      field?.toggleAttribute('data-invalid', left.has(name));
      if (field?.matches('input, select, textarea')) field.setAttribute('aria-invalid', String(left.has(name)));
      if (left.delete(name)) first ??= field;
    }
    this.#general.textContent = [...left].map(([field, rules]) => `${field}: ${rules.join(' ')}`).join(' ');
    first?.focus();
  }

  #addOption(value: string, focus: boolean, locked = false): void {
    const input = el('input', { value, dir: 'auto', maxlength: 240, disabled: locked });
    const remove = el('button', {
      class: 'button remove', type: 'button', disabled: locked, onclick: () => {
        this.#options.splice(this.#options.indexOf(input), 1);
        item.remove();
        this.#update();
      },
    }, '×');
    const item = el('li', {}, input, remove, el('p', { class: 'error', lang: 'en' }));
    this.#options.push(input);
    this.#optionList.append(item);
    if (!focus) return;
    this.#update();
    input.focus();
  }

  #update(): void {
    this.#options.forEach((input, i) => {
      input.name = `options[${i}]`;
      input.setAttribute('aria-label', t('admin.form.option', { number: i + 1 }));
      const [, remove, error] = [...input.parentElement!.children] as [unknown, HTMLButtonElement, HTMLElement];
      remove.hidden = this.#options.length <= fewest;
      remove.setAttribute('aria-label', t('admin.form.removeOption', { number: i + 1 }));
      error.dataset['error'] = input.name;
      error.id = `error-${input.name}`;
      input.setAttribute('aria-describedby', error.id);
    });
    this.#add.hidden = this.#options.length >= most;
    this.#maxChoicesField.hidden = !several(this.#kind.value as PollDraft['kind']);
    this.changed();
  }
}

const several = (kind: PollDraft['kind']): boolean => kind === 'multiple' || kind === 'ranking';
