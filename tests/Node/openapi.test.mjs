// The OpenAPI document, as a public linter reads it. That it is true is what tests/Contract holds it to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createConfig, lint } from '@redocly/openapi-core';

const document = fileURLToPath(new URL('../../functions/Operations/openapi.json', import.meta.url));

test('The OpenAPI document keeps every recommended rule, without a warning', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: { 'info-license': 'off' }, // There is none to name.
  });

  const problems = await lint({ ref: document, config });

  assert.deepEqual(problems.map(({ severity, ruleId, message, location }) => `${severity} ${ruleId}: ${message} ${location[0].pointer}`), []);
});
