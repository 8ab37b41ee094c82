import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('a list shows only the open assessments when it is asked to, page by page', async () => {
  const { secret, assessment } = api.acme;
  const { questions } = (await secret.get(`/api/assessments/${assessment}`)).body;
  const make = (title: string, access: string) =>
    secret.made('/api/assessments', { title, access, questions: questions.map(({ id }: { id: string }) => id) });
  await make('First', 'open');
  for (const title of ['Second', 'Third']) await make(title, 'invite');
  await make('Fourth', 'open');

  const first = (await secret.get('/api/assessments?access=open&limit=1')).body;
  expect(first).toMatchObject({ data: [{ title: 'Fourth', access: 'open' }], has_more: true });
  const second = (await secret.get(`/api/assessments?access=open&limit=100&cursor=${first.next_cursor}`)).body;
  expect(second.data.map(({ title }: { title: string }) => title)).toContain('First');
  expect(second.data.every(({ access }: { access: string }) => access === 'open')).toBe(true);
  expect((await secret.get('/api/assessments?access=secret')).body).toMatchObject({
    status: 400,
    errors: [{ path: 'query.access' }],
  });
});

test('an assessment says for how many days its volumes and logs stay, or leaves it to the server', async () => {
  const { secret, assessment } = api.acme;
  const { questions, retention_days } = (await secret.get(`/api/assessments/${assessment}`)).body;
  expect(retention_days).toBeNull();
  const body = { title: 'Kept', questions: questions.map(({ id }: { id: string }) => id) };
  const made = await secret.made('/api/assessments', { ...body, retention_days: 30 });
  expect((await secret.get(`/api/assessments/${made.id}`)).body.retention_days).toBe(30);
  for (const days of [0, 1.5, 4000]) {
    const refused = await secret.post('/api/assessments', { ...body, retention_days: days });
    expect(refused.body).toMatchObject({ status: 400, errors: [{ path: 'body.retention_days' }] });
  }
});
