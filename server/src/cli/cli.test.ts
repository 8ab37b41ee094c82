import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { createKeys } from '../services/keys/index.js';
import { run } from './index.js';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'interviewlm-cli-'))]);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('DATA_DIR', dataDir);
});
afterEach(() => {
  process.exitCode = undefined;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** What a command prints, and its exit code. */
async function interviewlm(...words: string[]): Promise<{ out: string; err: string; code: number }> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
    vi.spyOn(console, 'log').mockImplementation((text) => void (out += `${String(text)}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void (err += `${String(text)}\n`)),
  ];
  try {
    await run(['node', 'interviewlm', ...words]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { out, err, code: Number(process.exitCode ?? 0) };
}

test.each([
  [],
  ['start'],
  ['worker'],
  ['migrate'],
  ['tenants'],
  ['tenants', 'create'],
  ['keys'],
  ['keys', 'create'],
  ['keys', 'roll'],
  ['keys', 'revoke'],
  ['members'],
  ['members', 'add'],
  ['members', 'list'],
  ['members', 'remove'],
  ['members', 'domain'],
  ['assessments'],
  ['assessments', 'import'],
  ['questions'],
  ['questions', 'generate'],
  ['questions', 'calibrate'],
  ['archive'],
  ['archive', 'restore'],
  ['rescore'],
])('`%s %s --help` explains itself', async (...words) => {
  const { out, code } = await interviewlm(...words.filter(Boolean), '--help');
  expect(code).toBe(0);
  expect(out).toContain(`Usage: ${['interviewlm', ...words.filter(Boolean)].join(' ')}`);
});

test('a tenant gets keys that work, one by one, until they are revoked', async () => {
  const tenant = JSON.parse((await interviewlm('tenants', 'create', 'Acme', '--origin', 'https://jobs.acme.example')).out);
  expect(tenant).toMatchObject({ name: 'Acme', origins: ['https://jobs.acme.example'] });
  const keys = createKeys(database.knex);
  const made = JSON.parse((await interviewlm('keys', 'create', '--tenant', tenant.id, '--mode', 'live')).out);
  expect(await keys.identify(made.key)).toMatchObject({ tenant: tenant.id, mode: 'live', kind: 'secret' });
  const heir = JSON.parse(
    (await interviewlm('keys', 'roll', made.id, '--tenant', tenant.id, '--mode', 'live', '--overlap-hours', '0')).out,
  );
  expect(await keys.identify(made.key)).toBeNull();
  expect(await keys.identify(heir.key)).not.toBeNull();
  await interviewlm('keys', 'revoke', heir.id, '--tenant', tenant.id, '--mode', 'live');
  expect(await keys.identify(heir.key)).toBeNull();
});

test('people are let in one by one or by their domain, listed and removed', async () => {
  const { id } = JSON.parse((await interviewlm('tenants', 'create', 'Umbrella')).out);
  const at = ['--tenant', id as string, '--mode', 'live'];
  const ada = JSON.parse((await interviewlm('members', 'add', 'Ada@umbrella.example', '--role', 'admin', ...at)).out);
  expect(ada).toMatchObject({ email: 'ada@umbrella.example', role: 'admin', mode: 'live' });
  expect(JSON.parse((await interviewlm('members', 'domain', 'umbrella.example', ...at)).out)).toEqual({
    domain: 'umbrella.example',
    role: 'viewer',
  });
  expect(JSON.parse((await interviewlm('members', 'domain', 'umbrella.example', '--remove', ...at)).out)).toMatchObject({ removed: true });
  expect(JSON.parse((await interviewlm('members', 'list', ...at)).out)).toEqual([ada]);
  await interviewlm('members', 'remove', ada.id, ...at);
  expect(JSON.parse((await interviewlm('members', 'list', ...at)).out)).toEqual([]);
  for (const [words, reason] of [
    [['add', 'ada', ...at], 'is not an e-mail address'],
    [['add', 'ada@umbrella.example', '--role', 'king', ...at], '--role is admin, recruiter, viewer'],
    [['domain', '@umbrella.example', ...at], 'is not a domain'],
  ] as const)
    expect((await interviewlm('members', ...words)).err).toContain(reason);
});

test.each([
  [['keys', 'create', '--tenant', 'ten_01m8745wcw0000000000000000'], 2, 'There is no tenant'],
  [['keys', 'create', '--tenant', "x' or 1=1"], 2, 'There is no tenant'],
  [['keys', 'create', '--tenant', 'ten_1', '--mode', 'real'], 2, '--mode is test or live'],
  [['keys', 'create'], 2, "required option '--tenant <tenant>'"],
  [['tenants', 'create', 'Acme', '--origin', 'https://acme.example/jobs'], 1, 'is not an origin'],
  [['start', '--mount', 'nowhere'], 2, '--mount is like'],
  [['serve'], 2, "unknown command 'serve'"],
])('%j is refused with %i and a reason', async (words, code, reason) => {
  const answer = await interviewlm(...words);
  expect(answer.code).toBe(code);
  expect(answer.err).toContain(reason);
});

test('a wrong environment is named, without a stack', async () => {
  vi.stubEnv('PORT', 'high');
  try {
    const { err, code } = await interviewlm('migrate');
    expect(code).toBe(1);
    expect(err).toContain('PORT must be a number');
    expect(err).not.toContain('at ');
  } finally {
    vi.stubEnv('PORT', undefined);
  }
});

test('migrating what is up to date says so', async () => {
  expect((await interviewlm('migrate')).out).toBe('The database is up to date\n');
});
