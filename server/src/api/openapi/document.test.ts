import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { openApiDocument } from './document.js';
import type { JsonSchema } from './schemas.js';

interface Document extends JsonSchema {
  components: { schemas: Record<string, JsonSchema> };
  paths: Record<string, Record<string, { requestBody?: { content: { 'application/json': { schema: { $ref?: string } } } } }>>;
}
const document = openApiDocument('https://interviewlm.example') as Document;
const lint = async (source: object) => {
  const config = await createConfig({ extends: ['recommended'], telemetry: 'off' });
  const problems = await lintFromString({ source: JSON.stringify(source), absoluteRef: '/openapi.json', config });
  return problems.map(({ ruleId, severity, message, location }) => `${severity} ${ruleId} ${location[0]?.pointer}: ${message}`);
};

test('Redocly’s recommended rules find nothing to say', async () => {
  expect(await lint(document)).toEqual([]);
  const worse = { ...document, info: { title: 'x', version: '1' }, servers: [] };
  expect((await lint(worse)).join('\n')).toMatch(/info-license.*\n?.*no-empty-servers|no-empty-servers.*\n?.*info-license/s);
}, 60_000);

test('every body that has a name has an example, and every example is what its schema says', () => {
  const { schemas } = document.components;
  const bodies = Object.values(document.paths)
    .flatMap((operations) => Object.values(operations))
    .flatMap(({ requestBody }) => requestBody?.content['application/json'].schema.$ref?.split('/').at(-1) ?? []);
  const without = bodies.filter((name) => !('examples' in (schemas[name] ?? {})));
  expect(without, 'add them to examples.ts').toEqual([]);
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  ajv.addSchema({ $id: 'doc', components: document.components });
  for (const [name, schema] of Object.entries(schemas)) {
    const validate = ajv.compile({ $ref: `doc#/components/schemas/${name}` });
    for (const example of (schema['examples'] as unknown[] | undefined) ?? [])
      expect(validate(example), `${name}: ${ajv.errorsText(validate.errors)}`).toBe(true);
  }
});
