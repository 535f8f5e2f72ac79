import type { Reporter, TestModule } from 'vitest/node';

/** Prints the counts as ./test reads them. */
export default class Counts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state);
    const of = (state: string) => states.filter((one) => one === state).length;
    console.log(`passed ${of('passed')}\nfailed ${of('failed')}\nskipped ${of('skipped')}`);
  }
}
