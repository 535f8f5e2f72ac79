import { LiveTallyClient, type Poll } from '../client';
import { api } from '../shared/api';
import { el, fill, type Child } from '../shared/dom';
import { dateTime, number, t } from '../shared/i18n';
import { codesCard } from './codes';
import type { Context, Show } from './context';
import { action, confirmed, download, heading } from './controls';
import { stateBadge } from './list';
import { Tally } from './tally';
import { verifyCard } from './verify';

const draftRefresh = 3_000;

/** One poll: what it is, what it may become, and its tally while it moves. */
export const show: Show = async (main, context, pollId) => {
  const client = new LiveTallyClient({ baseUrl: api, storage: null, fetch: context.api.fetch });
  const facts = el('div', { class: 'card facts' });
  const actions = el('div', { class: 'actions' });
  const { poll: first } = await context.api.poll(pollId);
  const tally = new Tally(first);
  let current = first;
  let stop = () => {};
  let timer = 0;
  let ended = false;

  fill(
    main,
    heading(first.question),
    actions,
    el('div', { class: 'columns' }, facts, tally.element, first.voters === 'codes' && codesCard(context, pollId), verifyCard(context, pollId)),
  );
  draw(first);
  follow(first);
  return () => {
    ended = true;
    stop();
    clearTimeout(timer);
  };

  function draw(poll: Poll): void {
    current = poll;
    main.dataset['state'] = poll.state;
    fill(facts, ...factsOf(poll));
    fill(actions, ...actionsOf(context, poll, reload));
  }

  // A draft has no watchers; one with a time opens by itself.
  function follow(poll: Poll): void {
    if (poll.state === 'draft') {
      if (poll.opensAt) timer = setTimeout(() => void reload().catch(context.fail), draftRefresh);
      return;
    }
    const watch = client.watch(pollId, {
      poll: draw,
      results: (results) => {
        tally.show(results);
        // The watch ends with the final result, whether or not the poll's own message has come by then.
        if (results.final) draw({ ...current, state: 'final' });
      },
      connection: (state) => tally.connection(state),
    });
    stop = () => watch.stop();
  }

  async function reload(): Promise<void> {
    const { poll } = await context.api.poll(pollId);
    if (ended) return;
    clearTimeout(timer);
    const draft = main.dataset['state'] === 'draft';
    draw(poll);
    if (draft) follow(poll);
  }
};

function factsOf(poll: Poll): Child[] {
  const fact = (name: string, value: Child) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
  return [
    el(
      'dl',
      {},
      fact(t('admin.list.state'), stateBadge(poll.state)),
      fact(t('admin.list.code'), el('code', {}, poll.id)),
      fact(t('admin.form.kind'), t(`admin.kind.${poll.kind}`)),
      fact(t('admin.form.voters'), t(`admin.voters.${poll.voters}`)),
      fact(t('admin.form.results'), t(`admin.results.${poll.results}`)),
      poll.opensAt !== null && fact(t('admin.form.opensAt'), el('time', { datetime: poll.opensAt }, dateTime(poll.opensAt))),
      poll.closesAt !== null && fact(t('admin.form.closesAt'), el('time', { datetime: poll.closesAt }, dateTime(poll.closesAt))),
      fact(t('admin.detail.boxes'), number(poll.boxes)),
    ),
    el('p', { class: 'links' },
      el('a', { href: `/p/${poll.id}`, target: '_blank' }, t('admin.detail.voterPage')),
      el('a', { href: `/present/${poll.id}`, target: '_blank' }, t('admin.detail.presenter'))),
  ];
}

function actionsOf(context: Context, poll: Poll, reload: () => Promise<void>): Child[] {
  const { api } = context;
  const opened = async () => {
    await api.open(poll.id);
    context.say(t('admin.detail.opened'));
    await reload();
  };
  const closed = async () => {
    if (!await confirmed({ title: t('admin.close.title'), text: t('admin.close.text'), yes: t('admin.close.yes') })) return;
    await api.close(poll.id);
    context.say(t('admin.detail.closed'));
    await reload();
  };
  const removed = async () => {
    if (!await confirmed({ title: t('admin.delete.title'), text: t('admin.delete.text'), yes: t('admin.delete.yes'), typed: poll.id })) return;
    await api.remove(poll.id);
    context.go('');
  };
  const saved = async () => download(`${poll.id}.csv`, await api.csv(poll.id));

  return [
    poll.state === 'draft' && action(context, t('admin.detail.open'), opened, 'primary'),
    poll.state === 'open' && action(context, t('admin.detail.close'), closed, 'primary'),
    (poll.state === 'draft' || poll.state === 'open')
      && el('a', { class: 'button', href: `#/polls/${poll.id}/edit` }, poll.state === 'draft' ? t('admin.detail.edit') : t('admin.detail.schedule')),
    poll.state !== 'draft' && action(context, t('admin.detail.csv'), saved),
    action(context, t('admin.detail.delete'), removed, 'danger'),
  ];
}
