import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { NewInterview } from '@interviewlm/protocol';
import { run } from '../src/cli/index.js';
import { withTenant } from '../src/db/tenant-tx.js';
import { parseEnv } from '../src/env.js';
import { openBackend, type Backend } from '../src/main.js';
import { acceptNotice } from '../src/services/notices/index.js';
import { adverseImpact, identifySelf } from '../src/services/fairness/index.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';
import { seedAssessment } from './support/question.js';

const keyOf = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [first, second] = [keyOf('2026-11'), keyOf('2026-12')];
let database: TestDatabase;
let dir: string;
let backend: Backend | null = null;
let scope: { tenant: string; mode: 'test' };
let assessment: string;
/** Made before there were keys; the second's name looks as if it were sealed. */
let early: { id: string; candidate_id: string };
let odd: { candidate_name: string };

beforeAll(async () => {
  [database, dir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-encryption-'))]);
  const { services, knex } = await open();
  const { id } = await services.tenants.create('Acme', []);
  scope = { tenant: id, mode: 'test' };
  assessment = await seedAssessment(knex, services.assessments, scope);
  const plain = await open();
  early = await make(plain, 'Early Bird', 'early@example.com', 'applicant-1');
  odd = await make(plain, 'ilm$2026-11$Zm9v', 'odd@example.com');
  await close();
});
afterEach(() => close());
afterAll(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

const variables = (keys: string) => ({ DATABASE_URL: database.url, DATA_DIR: dir, PERSONAL_DATA_KEYS: keys });

/** The whole server but its sockets, with these keys. */
async function open(...keys: string[]): Promise<Backend> {
  await close();
  return (backend = await openBackend(parseEnv(variables(keys.join(','))), pino({ level: 'silent' })));
}

async function close(): Promise<void> {
  await backend?.close();
  backend = null;
}

const wanted = (name: string, email: string, external_id?: string) =>
  NewInterview.parse({
    assessment,
    candidate: { name, email, external_id },
    metadata: { requisition: `of ${email}` },
    invitation: { message: `Dear ${name}` },
  });

const make = async ({ services }: Backend, name: string, email: string, external_id?: string) =>
  (await services.sessions.create(scope, wanted(name, email, external_id))).row;

const found = async ({ services }: Backend, query: { search?: string; candidate_email?: string; external_id?: string }) =>
  (await services.sessions.list(scope, { limit: 20, ...query }, ({ candidate_name }) => candidate_name)).data.toSorted();

/** Everything in the database that holds this text, in any column of any table. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await database.knex.raw<{ rows: { name: string }[] }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const hits = await Promise.all(
    rows.map(async ({ name }) =>
      (await database
        .knex(`${name} as t`)
        .whereRaw('t::text ilike ?', [`%${text}%`])
        .first())
        ? [name]
        : [],
    ),
  );
  return hits.flat();
}

async function cli(keys: string, ...args: string[]): Promise<any> {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  const complained = vi.spyOn(console, 'error').mockReturnValue();
  for (const [name, value] of Object.entries(variables(keys))) vi.stubEnv(name, value);
  try {
    await run(['node', 'interviewlm', 'encryption', ...args]);
    const text = printed.mock.lastCall?.[0] as string | undefined;
    return text === undefined ? { exit: process.exitCode, error: String(complained.mock.lastCall?.[0]) } : JSON.parse(text);
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

test('with keys nothing personal is readable in the database, and everything is as before for those who may read it', async () => {
  const acme = await open(first);
  const { services, knex } = acme;
  const row = await make(acme, 'Grace Brewster Hopper', 'Grace@Example.com', 'applicant-815');
  expect(row).toMatchObject({
    candidate_name: 'Grace Brewster Hopper',
    candidate_email: 'Grace@Example.com',
    external_id: 'applicant-815',
  });
  for (const text of ['Hopper', 'grace@example', 'applicant-815', 'Dear Grace', 'of Grace'])
    expect(await tablesWith(text), text).toEqual([]);
  const at = { ...scope, interview: row.id };
  expect(await services.sessions.get(at)).toMatchObject({ metadata: { requisition: 'of Grace@Example.com' } });
  expect((await services.recording.replayManifest(at)).candidate.name).toBe('Grace Brewster Hopper');
  const mails = (await services.mailing.list(scope, { limit: 20, interview: row.id })).data;
  expect(new Set(mails.map(({ to }) => to))).toEqual(new Set(['Grace@Example.com']));
  for (const claimed of await services.mailing.claimDue(20)) await services.mailing.deliver(claimed);
  const sent = await services.mailing.get(scope, mails.find(({ kind }) => kind === 'invitation')?.id ?? '', true);
  expect(sent).toMatchObject({ state: 'kept', subject: expect.any(String), content: { text: expect.stringContaining('Dear Grace') } });

  await acceptNotice(knex, at, { version: 'notice-1', locale: 'en', shown_for_ms: 1 }, 'tenant');
  await identifySelf(knex, at, { sex: 'female' });
  const { sex } = await database.knex('self_identifications').first<{ sex: string }>('sex');
  expect(sex).toMatch(/^ilm\$2026-11\$/);
  await knex('interviews').where({ id: row.id }).update({ submitted_at: knex.fn.now() });
  expect(await adverseImpact(knex, scope, {})).toContain('female');

  for (const query of [
    { candidate_email: 'gRACE@example.COM' },
    { external_id: 'applicant-815' },
    { search: 'hopper' },
    { search: 'HOPPER grace' },
    { search: 'grace@example.com' },
  ])
    expect(await found(acme, query), JSON.stringify(query)).toEqual(['Grace Brewster Hopper']);
  for (const search of ['opper', 'hopper ada', '%', "' or true --"]) expect(await found(acme, { search }), search).toEqual([]);

  const again = await make(acme, 'Grace Hopper', 'grace@example.COM');
  expect(again).toMatchObject({ candidate_id: row.candidate_id, candidate_email: 'Grace@Example.com', external_id: 'applicant-815' });
  expect(await found(acme, { search: 'brewster' })).toEqual([]);
});

test('what is sealed for one row, or one tenant, opens nowhere else', async () => {
  const acme = await open(first);
  const [a, b] = [await make(acme, 'Ada', 'ada@example.com'), await make(acme, 'Bob', 'bob@example.com')];
  const { name } = await database.knex('candidates').where({ id: a.candidate_id }).first<{ name: string }>('name');
  const { name: own } = await database.knex('candidates').where({ id: b.candidate_id }).first<{ name: string }>('name');
  await database.knex('candidates').where({ id: b.candidate_id }).update({ name });
  await expect(acme.services.sessions.get({ ...scope, interview: b.id })).rejects.toThrow(/authenticate/);
  await database.knex('candidates').where({ id: b.candidate_id }).update({ name: own });
  expect(await acme.services.sessions.get({ ...scope, interview: b.id })).toMatchObject({ candidate_name: 'Bob' });
  const { id: other } = await acme.services.tenants.create('Globex', []);
  const hashes = async (tenant: string) => {
    const where = { tenant, mode: 'test' } as const;
    const theirs = await seedAssessment(acme.knex, acme.services.assessments, where);
    await acme.services.sessions.create(where, { ...wanted('Ada', 'ada@example.com'), assessment: theirs });
    return withTenant(acme.knex, tenant, (tx) => tx.sql('candidates').whereNotNull('email_index').pluck<Buffer[]>('email_index'));
  };
  const [mine, theirs] = [await hashes(scope.tenant), await hashes(other)];
  expect(theirs).toHaveLength(1);
  expect(mine.some((hash) => theirs[0]?.equals(hash))).toBe(false);
});

test('rows from before there were keys stay as they are, until they are rotated to the current one, in batches', async () => {
  expect(odd.candidate_name).toBe('\ufffdlm$2026-11$Zm9v');
  const sealed = await open(second, first);
  expect(await found(sealed, { search: 'arly B' })).toEqual(['Early Bird']);
  expect(await found(sealed, { candidate_email: 'Early@example.com' })).toEqual(['Early Bird']);
  const same = await make(sealed, 'Early Bird', 'EARLY@example.com');
  expect(same.candidate_id).toBe(early.candidate_id);
  expect(await tablesWith('applicant-1')).toEqual([]);
  await make(sealed, 'Late Owl', 'late@example.com');
  await close();

  const before = await cli(`${second},${first}`, 'status');
  expect(before.candidates).toMatchObject({ '2026-11': expect.any(Number), '2026-12': expect.any(Number), plain: 1 });
  const done = await cli(`${second},${first}`, 'rotate', '--batch', '1');
  expect(done).toMatchObject({ free: ['2026-11'], rows: { candidates: { '2026-12': expect.any(Number) } } });
  for (const [table, counts] of Object.entries<object>(done.rows))
    expect(Object.keys(counts), table).toEqual(table === 'ats_orders' ? [] : ['2026-12']);
  for (const text of ['Early Bird', 'early@example', 'of early']) expect(await tablesWith(text), text).toEqual([]);
  expect(done.resealed).toBeGreaterThan(8);
  expect(await cli(`${second},${first}`, 'rotate')).toMatchObject({ resealed: 0, free: [] });

  const after = await open(second);
  expect(await found(after, { search: 'hopper' })).toEqual(['Grace Hopper', 'Grace Hopper']);
  expect(await found(after, { external_id: 'applicant-1' })).toEqual(['Early Bird', 'Early Bird']);
  expect(await after.services.sessions.get({ ...scope, interview: early.id })).toMatchObject({
    candidate_email: 'early@example.com',
    metadata: { requisition: 'of early@example.com' },
  });
  expect((await after.services.mailing.list(scope, { limit: 20, interview: early.id })).data[0]?.to).toBe('early@example.com');
});

test('a key that rows are sealed with is missed at the start, by its name; so is another one under its name', async () => {
  await expect(open()).rejects.toThrow(/PERSONAL_DATA_KEYS lacks the key 2026-12/);
  await expect(open(first)).rejects.toThrow(/lacks the key 2026-12/);
  const other = keyOf('2026-12');
  const refused = await open(other).catch(String);
  expect(refused).toMatch(/another key under the name 2026-12/);
  expect(refused).not.toContain(other.split(':')[1]);
  expect(await cli(other, 'rotate')).toMatchObject({ exit: 1, error: expect.stringContaining('another key') });
  expect(await cli('', 'rotate')).toMatchObject({ exit: 2 });
  for (const wrong of ['2026', `A:${first.split(':')[1]}`, `a:${randomBytes(16).toString('base64')}`, `${first},${first}`])
    expect(() => parseEnv(variables(wrong)), wrong).toThrow(/PERSONAL_DATA_KEYS must/);
});

test('two interviews for one new address at the same moment are of one candidate, and one reminder is owed to it', async () => {
  const acme = await open(second);
  const rows = await Promise.all(Array.from({ length: 5 }, () => make(acme, 'Twin', 'twin@example.com')));
  expect(new Set(rows.map(({ candidate_id }) => candidate_id)).size).toBe(1);
  const id = rows[0]?.id ?? '';
  await acme.services.mailing.invite({ ...scope, interview: id }, { locale: 'en', message: '' });
  const mails = (await acme.services.mailing.list(scope, { limit: 20, interview: id })).data;
  expect(mails.filter(({ kind }) => kind === 'reminder')).toHaveLength(1);
});
