import { el } from '../shared/dom';
import { t } from '../shared/i18n';
import { fromField, toField, zone } from './zone';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Where the server's word on a field is said. It comes in the contract's language. */
export function describe(name: string): HTMLElement {
  return el('p', { class: 'error', id: `error-${name}`, lang: 'en', 'data-error': name });
}

/** A field with its label, a hint and room for an error. */
export function wrap(field: Field, label: string, hint: string | null = null): HTMLElement {
  field.id = `field-${field.name}`;
  field.setAttribute('aria-describedby', hint === null ? `error-${field.name}` : `error-${field.name} hint-${field.name}`);
  return el(
    'div',
    { class: 'field' },
    el('label', { for: field.id }, label),
    field,
    hint !== null && el('p', { class: 'hint', id: `hint-${field.name}` }, hint),
    describe(field.name),
  );
}

export function check(field: HTMLInputElement, label: string): HTMLElement {
  return el('div', { class: 'field' }, el('label', { class: 'check' }, field, label), describe(field.name));
}

export function choice(name: string, options: readonly (readonly [string, string])[], chosen: string | undefined, locked: boolean): HTMLSelectElement {
  return el('select', { name, disabled: locked }, ...options.map(([value, label]) => el('option', { value, selected: value === chosen }, label)));
}

/** A moment in the visitor's zone. One that is not touched stays as it was, to the second. */
export class MomentField {
  readonly #input: HTMLInputElement;
  readonly #shown: string;

  constructor(name: string, private readonly kept: string | null, locked: boolean) {
    this.#shown = toField(kept);
    this.#input = el('input', { name, type: 'datetime-local', value: this.#shown, disabled: locked });
  }

  get moment(): string | null {
    return this.#input.value === this.#shown ? this.kept : fromField(this.#input.value);
  }

  element(label: string): HTMLElement {
    return wrap(this.#input, label, t('admin.form.zone', { zone: zone() }));
  }
}
