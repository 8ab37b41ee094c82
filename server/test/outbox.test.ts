import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NewInterview } from '@interviewlm/protocol';
import { parseEnv } from '../src/env.js';
import { openBackend } from '../src/main.js';
import { startTestApi, type TestApi } from './support/api.js';
import { createTestDatabase } from './support/database.js';
import { startMailbox } from './support/mailbox.js';
import { ownPort } from './support/port.js';
import { seedAssessment } from './support/question.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const kept = async (interview: string) => (await api.acme.secret.get(`/api/mail?interview=${interview}&state=kept`)).body.data;

test('without a mail server an invitation is kept, sealed, for the API to show, and goes with its interview', async () => {
  const { id } = await api.acme.createInterview({ invitation: { message: 'See you soon' } });
  await expect.poll(() => kept(id)).toHaveLength(1);
  const [{ id: mail }] = await kept(id);
  const { body } = await api.acme.secret.get(`/api/mail/${mail}`);
  expect(body).toMatchObject({ state: 'kept', sent_at: null, kind: 'invitation', content: { html: expect.stringContaining('<!doctype') } });
  const code = /#(ilm_inv_\S+)/.exec(body.content.text)?.[1];
  expect((await api.anyone.post(`/api/interview/${id}/redeem`, { code })).body.role).toBe('candidate');
  const { key } = await api.acme.secret.made('/api/keys', { name: 'Reader', scopes: ['interviews:read'] });
  const reader = api.acme.secret.with({ authorization: `Bearer ${key}` });
  expect((await reader.get(`/api/mail/${mail}`)).body).toMatchObject({ state: 'kept', content: null });
  const [row] = await api.backend.knex('mails').where({ id: mail });
  expect(row.content.toString('latin1')).not.toMatch(/ilm_inv|See you|doctype/);
  const erased = await api.acme.secret.delete(`/api/interview/${id}`);
  expect(erased.body.certificate.rows).toMatchObject({ mails: 2 });
  expect(await api.backend.knex('mails').where({ interview_id: id })).toEqual([]);
  expect((await api.acme.secret.get(`/api/mail/${mail}`)).status).toBe(404);
});

test('pages of the outbox follow each other without a gap', async () => {
  const { id } = await api.acme.createInterview({ invitation: {}, notify: { to: ['grace@example.org', 'alan@example.org'] } });
  const first = (await api.acme.secret.get(`/api/mail?interview=${id}&limit=3`)).body;
  const second = (await api.acme.secret.get(`/api/mail?interview=${id}&limit=3&cursor=${first.next_cursor}`)).body;
  expect([first.data.length, first.has_more, second.data.length, second.has_more]).toEqual([3, true, 1, false]);
  const ids = [...first.data, ...second.data].map((mail: { id: string }) => mail.id);
  expect(ids).toEqual(ids.toSorted().reverse());
});

test('what a mail server that was away missed goes out after a restart, once, with the same id and link however often it is tried', async () => {
  const [database, dataDir, port] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-mail-')), ownPort()]);
  const env = parseEnv({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'a@example.org',
    TEST_MODE: 'as_live',
  });
  const open = async () => {
    const backend = await openBackend(env, pino({ level: 'silent' }));
    await backend.work();
    return backend;
  };
  const mails = () => database.knex('mails').where({ kind: 'invitation' }).first();
  const first = await open();
  const scope = { tenant: (await first.services.tenants.create('Acme', [])).id, mode: 'test' } as const;
  const assessment = await seedAssessment(first.knex, first.services.assessments, scope);
  const candidate = { name: 'Ada', email: 'ada@example.com' };
  await first.services.sessions.create(scope, NewInterview.parse({ assessment, candidate, invitation: {} }));
  await expect.poll(mails).toMatchObject({ state: 'pending', error: 'The mail server could not be reached (ECONNREFUSED).' });
  // However long the restart takes, it is sent when the test asks, and not before.
  await database
    .knex('mails')
    .where({ kind: 'invitation' })
    .update({ next_at: new Date(Date.now() + 3_600_000) });
  await first.close();
  const back = await startMailbox(port);
  const second = await open();
  // As after a process that died when the server had taken the message and nobody had noted it.
  for (const count of [1, 2]) {
    await database.knex('mails').where({ kind: 'invitation' }).update({ state: 'pending', next_at: new Date() });
    await expect.poll(() => back.arrived.length).toBe(count);
    await expect.poll(mails).toMatchObject({ state: 'sent', error: null });
  }
  const [one, two] = back.arrived.map(({ mail }) => ({ id: mail.messageId, text: mail.text }));
  expect(one).toEqual(two);
  expect(one?.text).toContain('#ilm_inv_');
  await second.close();
  await back.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});
