import { afterAll, beforeAll, expect, test } from 'vitest';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';

let api: TestApi;
let ended: TestInterview[];
beforeAll(async () => {
  api = await startTestApi();
  ended = await Promise.all(Array.from({ length: 6 }, () => api.acme.createInterview()));
  const [first, ...others] = ended;
  await first?.candidate.made(`/api/interview/${first.id}/submit`);
  // As the first one's submission left it: what a submission does is not what is tested here.
  const { knex } = api.backend;
  const ids = others.map(({ id }) => id);
  await knex('interviews').whereIn('id', ids).update({ status: 'scored', submitted_at: knex.fn.now() });
  const [report] = await knex('reports').where({ interview_id: first?.id });
  await knex('reports').insert(ids.map((interview_id) => ({ ...report, report: JSON.stringify(report.report), interview_id })));
});
afterAll(() => api.close());

const own = ({ id }: TestInterview) => `/api/interview/${id}/self-identification`;
const csv = async (query = '') => {
  const answer = await fetch(`${api.url}/api/reports/adverse-impact.csv${query}`, { headers: api.acme.secret.headers });
  expect(answer.headers.get('content-type')).toContain('text/csv');
  return (await answer.text()).trim().split('\r\n');
};

test('what candidates say of themselves is counted, and shown nowhere else', async () => {
  for (const each of ended) expect((await each.candidate.put(own(each), { sex: 'female', ethnicity: 'asian' })).status).toBe(204);
  for (const each of ended.slice(0, 3))
    await api.acme.secret.put(`/api/interview/${each.id}/outcome`, { selected: true, decided_by: 'Grace' });
  const [, ...rows] = await csv();
  expect(rows).toEqual([
    expect.stringMatching(/,sex,female,6,6,0\.000,,3,1\.000,1\.000$/),
    expect.stringMatching(/,ethnicity,asian,6,6,0\.000,,3,1\.000,1\.000$/),
    expect.stringMatching(/,sex and ethnicity,"female, asian",6,6,0\.000,,3,1\.000,1\.000$/),
  ]);
  const [one] = ended;
  for (const path of ['', '/report', '/events', '/replay'])
    expect(JSON.stringify((await api.acme.secret.get(`/api/interview/${one?.id}${path}`)).body)).not.toMatch(/asian|"selected"/);
  expect((await api.globex.secret.get('/api/audit-log')).body.data).toEqual([]);
});

test('what was said can be changed and taken back', async () => {
  const [one] = ended;
  if (!one) throw new Error('There is no interview');
  await one.candidate.put(own(one), { sex: 'another' });
  const rows = () => withTenant(api.backend.knex, api.acme.id, ({ sql }) => sql('self_identifications').where({ interview_id: one.id }));
  expect(await rows()).toMatchObject([{ sex: 'another', ethnicity: null }]);
  await one.candidate.put(own(one), {});
  expect(await rows()).toEqual([]);
});

test('what is wrong is named, and only the candidate speaks for themself', async () => {
  const [one] = ended;
  if (!one) throw new Error('There is no interview');
  expect((await one.candidate.put(own(one), { sex: 'x' })).body.errors).toMatchObject([{ path: 'body.sex' }]);
  expect((await one.reviewer.put(own(one), { sex: 'male' })).status).toBe(403);
  expect((await api.acme.secret.put(own(one), { sex: 'male' })).status).toBe(403);
  expect((await api.globex.secret.put(`/api/interview/${one.id}/outcome`, { selected: true, decided_by: 'Eve' })).status).toBe(404);
});

test('another tenant, another assessment and another time count nobody', async () => {
  const answer = await fetch(`${api.url}/api/reports/adverse-impact.csv`, { headers: api.globex.secret.headers });
  expect((await answer.text()).trim().split('\r\n')).toHaveLength(1);
  expect(await csv('?submitted_to=2020-01-01T00:00:00Z')).toHaveLength(1);
  expect(await csv(`?assessment=asm_${'0'.repeat(26)}`)).toHaveLength(1);
  expect((await csv(`?assessment=${api.acme.assessment}`)).length).toBeGreaterThan(1);
});

test('to say something of oneself starts no clock', async () => {
  const fresh = await api.acme.createInterview();
  await fresh.candidate.put(own(fresh), { sex: 'male' });
  expect((await api.acme.secret.get(`/api/interview/${fresh.id}`)).body).toMatchObject({ status: 'created', started_at: null });
});
