import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Erasure, Hold } from '@interviewlm/protocol';
import { withTenant } from '../src/db/tenant-tx.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later, stateOf } from './support/archived.js';
import { Caller } from './support/caller.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const secret = () => api.acme.secret;
const pathOf = ({ id }: { id: string }, rest = '') => `/api/interview/${id}${rest}`;
const place = async (interview: { id: string }, reason = 'Matter 2026-17'): Promise<Hold> =>
  secret().made(pathOf(interview, '/hold'), { reason }) as Promise<Hold>;
const listed = async (query: string) =>
  (await secret().get(`/api/interview?limit=100&${query}`)).body.data.map(({ id }: { id: string }) => id) as string[];

test('a hold is placed, seen by the tenant alone, found in the list, lifted, and stays on record', async () => {
  const interview = await api.acme.createInterview();
  const hold = await place(interview);
  expect(hold).toMatchObject({ object: 'hold', interview: interview.id, reason: 'Matter 2026-17', lifted_by: null, lifted_at: null });
  expect((await secret().get(pathOf(interview))).body).toMatchObject({ hold, erasure_requested_at: null });
  for (const role of ['candidate', 'observer', 'reviewer'] as const)
    expect((await interview[role].get(pathOf(interview))).body.hold).toBeNull();
  expect(await listed('held=true')).toContain(interview.id);
  expect(await listed('held=false')).not.toContain(interview.id);

  const again = await secret().post(pathOf(interview, '/hold'), { reason: 'Another' });
  expect(again.body).toMatchObject({ status: 409, code: 'already_exists', hold: hold.id });
  expect((await api.globex.secret.delete(pathOf(interview, '/hold'))).status).toBe(404);
  expect((await api.acme.live.get(pathOf(interview, '/holds'))).status).toBe(404);
  const lifted = (await secret().delete(pathOf(interview, '/hold'))).body as Hold;
  expect(lifted).toMatchObject({ id: hold.id, lifted_by: hold.placed_by, lifted_at: expect.any(String) });
  expect((await secret().delete(pathOf(interview, '/hold'))).status).toBe(404);
  expect((await secret().get(pathOf(interview))).body.hold).toBeNull();

  const second = await place(interview, 'Matter 2026-18');
  expect((await secret().get(pathOf(interview, '/holds'))).body.data).toEqual([second, lifted]);
  const { body: noted } = await secret().get(`/api/audit-log?target=${interview.id}&limit=3`);
  expect(noted.data.map(({ action }: { action: string }) => action)).toEqual(['placeHold', 'liftHold', 'placeHold']);
  const change = withTenant(api.backend.knex, api.acme.id, ({ sql }) => sql('holds').update({ reason: 'none' }));
  await expect(change).rejects.toThrow(/permission denied/);
});

async function worked(): Promise<TestInterview> {
  const interview = await api.acme.createInterview();
  await interview.candidate.put(pathOf(interview, '/files/sum.js'), { content: '// evidence\n' });
  await secret().made(pathOf(interview, '/comments'), { author: 'Grace', text: 'Why?', t_ms: 0 });
  return interview;
}

test('while it stands an erasure is kept and not carried out; it begins when the hold is lifted', async () => {
  const interview = await worked();
  const hold = await place(interview);
  const asked = (await secret().delete(pathOf(interview))).body as Erasure;
  expect(asked).toMatchObject({ status: 'postponed', hold: { id: hold.id }, certificate: null });
  expect((await secret().delete(pathOf(interview))).body).toEqual(asked);
  expect((await secret().get(pathOf(interview, '/erasure'))).body).toEqual(asked);
  expect(await api.backend.services.erasing.workDue()).toBe(0);
  expect((await secret().get(pathOf(interview))).body).toMatchObject({ status: 'started', erasure_requested_at: asked.requested_at });
  expect((await secret().get(pathOf(interview, '/files/sum.js'))).body.content).toBe('// evidence\n');
  const code = new URL(interview.links.replay).hash.slice(1);
  expect((await api.anyone.post(pathOf(interview, '/redeem'), { code })).status).toBe(404);

  await secret().delete(pathOf(interview, '/hold'));
  expect((await secret().get(pathOf(interview))).status).toBe(404);
  const state = async () => (await secret().get(pathOf(interview, '/erasure'))).body as Erasure;
  await expect.poll(async () => (await state()).status).toBe('erased');
  expect(await state()).toMatchObject({ requested_at: asked.requested_at, requested_by: asked.requested_by, hold: null });
  expect((await secret().get(pathOf(interview, '/holds'))).body.data).toMatchObject([{ id: hold.id, lifted_by: hold.placed_by }]);
});

test('whose erasure waits for a hold is written to no more: an e-mail would bring a new link', async () => {
  const interview = await api.acme.createInterview({ notify: { to: ['grace@example.org'] } });
  await place(interview);
  await secret().delete(pathOf(interview));
  const { knex } = api.backend;
  await knex('mails').where({ interview_id: interview.id }).update({ next_at: knex.fn.now() });
  const [mail] = (await secret().get(`/api/mail?interview=${interview.id}`)).body.data;
  const shown = async () => (await secret().get(`/api/mail/${mail.id}`)).body;
  await expect.poll(async () => (await shown()).state).toBe('suppressed');
  expect((await shown()).error).toBe('The erasure of the interview was asked for.');
  const links = (await secret().get(pathOf(interview, '/links'))).body.data as { revoked_at: string | null }[];
  expect(links.filter(({ revoked_at }) => revoked_at === null)).toEqual([]);
});

test('nothing else takes anything away either, and PostgreSQL itself keeps the interview', async () => {
  const interview = await worked();
  const hold = await place(interview);
  const [comment] = (await secret().get(pathOf(interview, '/comments'))).body.data;
  for (const { body } of [
    await secret().post(pathOf(interview, '/events/erase'), { seqs: [1] }),
    await secret().delete(pathOf(interview, `/comments/${comment.id}`)),
  ])
    expect(body).toMatchObject({ status: 409, code: 'under_hold', hold: hold.id, detail: expect.stringContaining(hold.id) });
  await expect(api.backend.knex('interviews').where({ id: interview.id }).delete()).rejects.toThrow(/under a legal hold/);
});

test('an integration stays while an interview that it ordered is held', async () => {
  const integration = await secret().made('/api/integrations', { kind: 'greenhouse', name: 'Greenhouse' });
  const ats = new Caller(api.url, { authorization: `Basic ${Buffer.from(`${integration.key}:`).toString('base64')}` });
  const { partner_interview_id } = await ats.made('/ats/greenhouse/send_test', {
    partner_test_id: api.acme.assessment,
    candidate: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' },
    url: 'https://app.greenhouse.io/integrations/testing_partners/take_home_tests/1',
  });
  const [order] = (await secret().get(`/api/integrations/${integration.id}/orders`)).body.data;
  expect(order.id).toBe(partner_interview_id);
  const hold = await place({ id: order.interview });
  const refused = await secret().delete(`/api/integrations/${integration.id}`);
  expect(refused.body).toMatchObject({ status: 409, code: 'under_hold', hold: hold.id });
  await secret().delete(pathOf({ id: order.interview }, '/hold'));
  expect((await secret().delete(`/api/integrations/${integration.id}`)).status).toBe(204);
});

test('what is archived stays where it was as well, until the hold is lifted', async () => {
  const interview = await worked();
  await interview.candidate.made(pathOf(interview, '/submit'));
  const at = { tenant: api.acme.id, mode: 'test', interview: interview.id } as const;
  const { knex, services } = api.backend;
  const state =
    (days = 0) =>
    async () => {
      await later(knex, at, days);
      await services.archiving.workDue();
      return stateOf(knex, at);
    };
  await expect.poll(state()).toBe('kept');
  await place(interview);
  expect(await state(30)()).toBe('kept');
  // The server looks for what is due by itself as well, and may be at it when the test asks.
  const dueIn_ms = async () => {
    const { next_at } = await knex('archives').where({ interview_id: interview.id }).first<{ next_at: Date }>('next_at');
    return next_at.getTime() - Date.now();
  };
  await expect.poll(dueIn_ms).toBeGreaterThan(80_000_000);
  expect(await stateOf(knex, at)).toBe('kept');
  await secret().delete(pathOf(interview, '/hold'));
  await expect.poll(state()).toBe('cold');
});
