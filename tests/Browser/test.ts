import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { LiveTally } from './livetally.ts';

export { expect };
export type { Page };

/** A test has `livetally`, a server that the tests of one worker share, and a page that must break no rule of its CSP and throw nothing. */
export const test = base.extend<{ noFaults: void }, { livetally: LiveTally }>({
  livetally: [async ({}, use) => {
    const livetally = await LiveTally.start();
    await use(livetally);
    await livetally.stop();
    // Beside the tests' own time: the first start of the program is the slowest.
  }, { scope: 'worker', timeout: 120_000 }],

  noFaults: [async ({ context }, use) => {
    const faults: string[] = [];
    await context.exposeFunction('reportFault', (fault: string) => void faults.push(fault));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        void (window as unknown as { reportFault(text: string): void }).reportFault(`CSP: ${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    context.on('weberror', (error) => faults.push(String(error.error())));
    await use();
    expect(faults).toEqual([]);
  }, { auto: true }],

  baseURL: async ({ livetally }, use) => use(livetally.address),
});

/** Holds that axe finds nothing to object to in the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours are compared when they have come to rest.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

/** Holds that nothing has to be scrolled to the side. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

export const screenshot = (page: Page, name: string) => page.screenshot({ path: `screenshots/${name}.png`, fullPage: true });
