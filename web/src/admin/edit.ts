import { ProblemError, type Poll } from '../client';
import { el, fill } from '../shared/dom';
import { t } from '../shared/i18n';
import type { Context, Show } from './context';
import { action, heading } from './controls';
import { PollForm } from './form';
import { preview } from './preview';
import type { VersionedPoll } from './types';

/** Writes a poll: a new one, or one that is there, as far as its state allows. */
export const show: Show = async (main, context, pollId) => {
  draw(main, context, pollId === '' ? null : await context.api.poll(pollId));
};

function draw(main: HTMLElement, context: Context, versioned: VersionedPoll | null): void {
  const form = new PollForm(versioned?.poll ?? null);
  const look = el('div', { class: 'preview' });
  form.changed = () => fill(look, preview(form.draft()));
  const stale = el('div', { role: 'alert' });

  const save = async () => {
    fill(stale);
    form.errors({});
    try {
      const poll = await saved(context, form, versioned);
      context.go(`polls/${poll.id}`);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.code === 'preconditionFailed') fill(stale, ...overtaken());
      if (error.problem.errors) form.errors(error.problem.errors);
      throw error;
    }
  };

  function overtaken(): HTMLElement[] {
    const again = async () => draw(main, context, await context.api.poll(versioned!.poll.id));
    return [el('p', { class: 'warn' }, t('admin.edit.overtaken')), action(context, t('admin.edit.reload'), again)];
  }

  const submit = action(context, t(versioned ? 'admin.edit.save' : 'admin.edit.create'), save, 'primary');
  form.element.addEventListener('submit', (event) => {
    event.preventDefault();
    submit.click();
  });
  form.element.append(stale, el('div', { class: 'actions' }, submit,
    el('a', { class: 'button', href: versioned ? `#/polls/${versioned.poll.id}` : '#/' }, t('admin.confirm.no'))));
  fill(
    main,
    heading(t(versioned ? 'admin.edit.title' : 'admin.edit.newTitle')),
    el('div', { class: 'columns' }, form.element, el('section', { class: 'card', 'aria-label': t('admin.preview.title') }, el('h2', {}, t('admin.preview.title')), look)),
  );
  form.changed();
}

function saved(context: Context, form: PollForm, versioned: VersionedPoll | null): Promise<Poll> {
  const draft = form.draft();
  if (versioned === null) return context.api.create(draft);
  return context.api.edit(versioned.poll.id, versioned.poll.state === 'draft' ? draft : { closesAt: draft.closesAt }, versioned.etag);
}
