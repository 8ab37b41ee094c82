import { endpoints } from '@interviewlm/protocol';
import { expect, test } from 'vitest';
import { openApiDocument } from '../document.js';
import { schemaView } from './fields.js';
import { docsPage } from './index.js';

const page = docsPage(openApiDocument('https://interviews.example.com'));

test('the page has every endpoint, and every link on it leads somewhere', () => {
  for (const name of Object.keys(endpoints)) expect(page).toContain(`<article id="${name}"`);
  const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((id) => !targets.has(id))).toEqual([]);
});

test('a body shows its own fields, with their limits and what they are when left out', () => {
  const [create] = /<article id="createInterview".*?<\/article>/s.exec(page) ?? [];
  expect(create).toContain('<code>candidate</code>');
  expect(create).toContain('<code>email</code>');
  expect(create).toContain('Idempotency-Key');
});

test('fields tell their type, limits and default, and text from a schema is text', () => {
  const view = schemaView({
    type: 'object',
    required: ['limit'],
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20, description: '<img src=x onerror=alert(1)> of `data`' },
      kind: { anyOf: [{ const: 'a' }, { $ref: '#/components/schemas/Other' }] },
      list: { type: 'array', items: { type: 'object', properties: { inner: { type: 'string' } } } },
    },
  });
  expect(view).toContain('integer, at least 1, at most 100, <code>20</code> if left out, required');
  expect(view).toContain('&lt;img src=x onerror=alert(1)&gt; of <code>data</code>');
  expect(view).toContain('<code>&quot;a&quot;</code> or <a href="#schema-Other">Other</a>');
  expect(view).toMatch(/list of object<\/span><ul class="fields"><li><code>inner/);
});
