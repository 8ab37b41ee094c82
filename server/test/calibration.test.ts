import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSelections } from '../src/db/question-selections.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { newId } from '../src/ids.js';
import { calibrateBank } from '../src/services/questions/calibration.js';
import { startTestApi, type TestApi } from './support/api.js';

let api: TestApi;
let question: string;
const scope = () => ({ tenant: api.acme.id, mode: 'test' }) as const;

/** Scored interviews on `sum`, as if so many people had taken it. */
async function scored(people: number, solved: boolean): Promise<void> {
  const { id } = await api.acme.createInterview();
  const counts = { passed: solved ? 1 : 0, total: 1 };
  const report = { tests: [{ question, title: 'Sum', visible: { passed: 1, total: 1 }, hidden: counts }] };
  await withTenant(api.backend.knex, api.acme.id, async ({ sql, tenant }) => {
    for (let n = 0; n < people; n++) {
      const interview = newId('interview');
      await sql.raw(
        `insert into interviews select (jsonb_populate_record(i, jsonb_build_object('id', ?::text, 'status', 'scored'))).* from interviews i where id = ?`,
        [interview, id],
      );
      await sql('answers').insert({ tenant_id: tenant, interview_id: interview, question_id: question, index: 0, files: '[]' });
      await sql('reports').insert({ tenant_id: tenant, interview_id: interview, report: JSON.stringify(report) });
    }
  });
}

beforeAll(async () => {
  api = await startTestApi();
  question = (await api.acme.secret.get(`/api/assessments/${api.acme.assessment}`)).body.questions[0].id;
  await scored(20, true);
  await scored(9, false);
});
afterAll(() => api.close());

test('too few answers move nothing; enough do, with how sure it is, and the next choice goes by it', async () => {
  expect(await calibrateBank(api.backend.knex, scope())).toEqual([]);
  await scored(1, false);
  const [dry] = await calibrateBank(api.backend.knex, scope(), { dry: true });
  expect(dry).toMatchObject({ id: question, slug: 'sum', before: -1.8, answers: 30 });
  const [found] = await calibrateBank(api.backend.knex, scope());
  expect(found).toEqual(dry);
  // Two of three solve it: far harder than a warm-up, where nine of ten would.
  expect(found?.difficulty).toBeGreaterThan(-1.4);
  expect(found?.difficulty).toBeLessThan(-0.4);
  expect(found?.error).toBeGreaterThan(0.1);
  expect(found?.error).toBeLessThan(0.6);
  const { id: assessment } = await api.acme.secret.made('/api/assessments', { title: 'One', adaptive: {}, questions: [question] });
  const { id } = await api.acme.createInterview({ assessment });
  const [choice] = await withTenant(api.backend.knex, api.acme.id, (tx) => listSelections(tx, id));
  expect(choice?.record.among).toMatchObject([{ question, difficulty: found?.difficulty }]);
});

test('only of the tenant and mode, and what was found is never changed', async () => {
  expect(await calibrateBank(api.backend.knex, { tenant: api.globex.id, mode: 'test' }, { least_answers: 1 })).toEqual([]);
  expect(await calibrateBank(api.backend.knex, { ...scope(), mode: 'live' }, { least_answers: 1 })).toEqual([]);
  const change = withTenant(api.backend.knex, api.acme.id, (tx) => tx.sql('question_calibrations').update({ difficulty: 0 }));
  await expect(change).rejects.toThrow('permission denied');
});
