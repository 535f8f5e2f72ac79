import { el } from '../shared/dom';
import { t } from '../shared/i18n';

/** Where a voter types a voting code. */
export class CodeField {
  readonly #input: HTMLInputElement;
  readonly #error = el('p', { id: 'code-error', class: 'note' });
  readonly element: HTMLElement;

  constructor(code: string) {
    this.#input = el('input', {
      id: 'code', name: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', required: true, 'aria-describedby': 'code-error',
      value: code, oninput: () => this.#say(''),
    });
    this.element = el('div', { class: 'field' }, el('label', { for: 'code' }, t('vote.code')), this.#input, this.#error);
  }

  get value(): string {
    return this.#input.value.trim();
  }

  /** Whether there is something to send; if not, it says so. */
  check(): boolean {
    if (this.value) return true;
    this.refuse(t('vote.codeMissing'));
    return false;
  }

  refuse(why: string): void {
    this.#say(why);
    this.#input.focus();
  }

  #say(error: string): void {
    this.#error.textContent = error;
    if (error) this.#input.setAttribute('aria-invalid', 'true');
    else this.#input.removeAttribute('aria-invalid');
  }
}
