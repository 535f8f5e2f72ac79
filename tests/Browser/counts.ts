import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Prints the counts as ./test reads them. */
export default class Counts implements Reporter {
  readonly #last = new Map<string, TestResult['status']>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#last.set(test.id, test.outcome() === 'expected' && result.status !== 'skipped' ? 'passed' : result.status);
  }

  onEnd(): void {
    const all = [...this.#last.values()];
    const passed = all.filter((status) => status === 'passed').length;
    const skipped = all.filter((status) => status === 'skipped').length;
    console.log(`passed ${passed}\nfailed ${all.length - passed - skipped}\nskipped ${skipped}`);
  }
}
