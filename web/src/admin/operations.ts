import { el, fill } from '../shared/dom';
import { decimal, number, t } from '../shared/i18n';
import type { Show } from './context';
import { heading } from './controls';
import { perSecond, quantile, Scrape, since } from './metrics';
import type { Health } from './types';

const refreshEvery = 2_000;
const pushDuration = 'livetally.vote.push.duration';

// Latency over the last minute: what was slow an hour ago says nothing of now.
const kept = 30;

/** Health by dependency, and what goes through. Where there is no `/metrics`, the figures are in Azure Monitor. */
export const show: Show = async (main, { api, settings, fail }) => {
  const health = el('div', { class: 'card health' });
  const throughput = el('div', { class: 'card throughput' });
  const scrapes: Scrape[] = [];
  let timer = 0;
  let ended = false;
  fill(main, heading(t('admin.operations.title')), el('div', { class: 'columns' }, health, throughput));
  await look();
  return () => {
    ended = true;
    clearTimeout(timer);
  };

  async function look(): Promise<void> {
    try {
      const [ready, text] = await Promise.all([api.ready(), api.metrics()]);
      fill(health, ...healthOf(ready));
      if (text === null) fill(throughput, ...elsewhere(settings.target));
      else {
        scrapes.push(new Scrape(text, performance.now()));
        if (scrapes.length > kept) scrapes.shift();
        fill(throughput, ...figuresOf(scrapes));
      }
    } catch (error) {
      // No answer at all is the worst health there is, and the next look may find it well.
      if (!(error instanceof TypeError)) return fail(error);
      fill(health, el('h2', {}, t('admin.operations.health')), el('p', { class: 'bad' }, t('admin.error.network')));
    } finally {
      if (!ended) timer = setTimeout(() => void look(), refreshEvery);
    }
  }
};

function healthOf({ status, dependencies }: Health): HTMLElement[] {
  const light = (state: 'up' | 'down') => el('span', { class: state === 'up' ? 'good' : 'bad', 'data-health': state }, t(`admin.operations.${state}`));
  return [
    el('h2', {}, t('admin.operations.health')),
    el('p', {}, light(status)),
    el('dl', {}, ...Object.entries(dependencies).map(([name, state]) => el('div', {}, el('dt', {}, name), el('dd', {}, light(state))))),
  ];
}

function figuresOf(scrapes: readonly Scrape[]): HTMLElement[] {
  const now = scrapes.at(-1)!;
  const oldest = scrapes[0]!;
  const before = scrapes.at(-2) ?? now;
  const pushes = since(oldest === now ? [] : oldest.buckets(pushDuration), now.buckets(pushDuration));
  const rate = (metric: string) => figure(perSecond(metric, before, now), decimal);
  const time = (share: number) => figure(quantile(share, pushes), (seconds) => t('admin.operations.ms', { ms: Math.round(seconds * 1000) }));
  const lag = figure(now.sum('livetally.log.lag'), number);
  const entries: readonly (readonly [string, string, string])[] = [
    ['accepted', t('admin.operations.accepted'), rate('livetally.votes.accepted')],
    ['counted', t('admin.operations.counted'), rate('livetally.votes.counted')],
    ['p50', t('admin.operations.p50'), time(0.5)],
    ['p99', t('admin.operations.p99'), time(0.99)],
    ['lag', t('admin.operations.lag'), lag],
  ];
  return [
    el('h2', {}, t('admin.operations.throughput')),
    el('dl', {}, ...entries.map(([name, label, text]) => el('div', { 'data-figure': name }, el('dt', {}, label), el('dd', {}, text)))),
  ];
}

const figure = (value: number | null, say: (value: number) => string): string => (value === null ? '–' : say(value));

function elsewhere(target: 'local' | 'azure'): HTMLElement[] {
  const workbooks = 'https://portal.azure.com/#browse/microsoft.insights%2Fworkbooks';
  return [
    el('h2', {}, t('admin.operations.throughput')),
    target === 'azure'
      ? el('p', {}, el('a', { href: workbooks, target: '_blank', rel: 'noreferrer' }, t('admin.operations.workbook')))
      : el('p', { class: 'hint' }, t('admin.operations.noMetrics')),
  ];
}
