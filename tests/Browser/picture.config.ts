import tests from './playwright.config.ts';

/** Not a test: makes docs/presenter.png anew (`npm run picture`). */
export default { ...tests, testMatch: 'presenter.picture.ts', reporter: 'list', workers: 1 };
