import { el, type Child } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Context } from './context';

/** A button that does one thing at a time and tells when it fails. */
export function action(context: Context, label: string, run: () => Promise<void>, kind = ''): HTMLButtonElement {
  const button = el('button', { class: `button ${kind}`.trim(), type: 'button', onclick: () => void start() }, label);
  async function start(): Promise<void> {
    button.disabled = true;
    try {
      await run();
    } catch (error) {
      context.fail(error);
    } finally {
      button.disabled = false;
    }
  }
  return button;
}

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  /** What has to be typed before yes may be said. */
  readonly typed?: string;
}

/** Asks before something that cannot be undone. */
export function confirmed({ title, text, yes, typed }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const agree = el('button', { class: 'button danger', value: 'yes', disabled: typed !== undefined }, yes);
    const dialog = el(
      'dialog',
      { class: 'confirm', 'aria-labelledby': 'confirm-title', onclose: closed },
      el(
        'form',
        { method: 'dialog' },
        el('h2', { id: 'confirm-title' }, title),
        el('p', {}, text),
        typed !== undefined && el(
          'label',
          { class: 'field' },
          t('admin.confirm.type', { text: typed }),
          el('input', {
            name: 'typed', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
            oninput: (event) => { agree.disabled = (event.target as HTMLInputElement).value.trim() !== typed; },
          }),
        ),
        el('div', { class: 'actions' }, agree, el('button', { class: 'button', value: 'no', formnovalidate: true }, t('admin.confirm.no'))),
      ),
    );
    const answered = new AbortController();
    function closed(): void {
      answered.abort();
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    }
    // The question is of a page that is left.
    addEventListener('hashchange', () => dialog.close('no'), { signal: answered.signal });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Hands a file to the visitor. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function heading(text: string, ...actions: Child[]): HTMLElement {
  return el('div', { class: 'heading' }, el('h1', { tabindex: -1, dir: 'auto' }, text), el('div', { class: 'actions' }, ...actions));
}
