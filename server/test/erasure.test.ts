import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Erasure } from '@interviewlm/protocol';
import { run } from '../src/cli/index.js';
import { readCertificate } from '../src/services/erasing/certificate.js';
import { volumeName } from '../src/services/files/synced-volume.js';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later, stateOf } from './support/archived.js';
import { startReceiver, type Receiver } from './support/receiver.js';

let api: TestApi;
let receiver: Receiver;
beforeAll(async () => {
  [api, receiver] = await Promise.all([startTestApi({ WEBHOOKS_INSECURE: 'true' }), startReceiver()]);
  await api.acme.secret.made('/api/webhook-endpoints', { url: receiver.url, events: ['interview.erased'] });
});
afterAll(async () => {
  await api.close();
  await receiver.close();
});

const secretText = 'a line that must be forgotten';

async function worked(email: string): Promise<TestInterview> {
  const interview = await api.acme.createInterview({ candidate: { name: 'Grace Hopper', email } });
  const { id, candidate } = interview;
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: `// ${secretText}\n` });
  await candidate.post(`/api/interview/${id}/chat`, { message: secretText });
  return interview;
}

const eraseOf = async ({ id }: TestInterview) => {
  const { status, body } = await api.acme.secret.delete(`/api/interview/${id}`);
  expect(status).toBe(200);
  return body as Erasure;
};

/** Everything in the database that holds this text, in any column of any table. */
async function tablesWith(text: string): Promise<string[]> {
  const { knex } = api.backend;
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `select c.oid::regclass::text as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const found: string[] = [];
  for (const { name } of rows)
    if (
      await knex(`${name} as t`)
        .whereRaw('t::text like ?', [`%${text}%`])
        .first()
    )
      found.push(name);
  return found;
}

async function expectGone(interview: TestInterview): Promise<void> {
  const { id, candidate, reviewer, observer, links } = interview;
  const at = `/api/interview/${id}`;
  const calls = [
    ...['', '/replay', '/events', '/report', '/files', '/chat', '/comments', '/export'].map((path) => api.acme.secret.get(at + path)),
    candidate.get(`${at}/workspace`),
    candidate.put(`${at}/files/new.js`, { content: '1' }),
    candidate.post(`${at}/events`, {
      client_id: crypto.randomUUID(),
      first_seq: 1,
      events: [{ t_ms: 1, type: 'integrity.blur', data: {} }],
    }),
    reviewer.get(`${at}/replay`),
    observer.get(`${at}/events/stream`),
    api.anyone.post(`${at}/redeem`, { code: new URL(links.replay).hash.slice(1) }),
  ];
  for (const { status, text } of await Promise.all(calls)) expect(status, text).toBe(404);
  const listed = await api.acme.secret.get('/api/interview?limit=100');
  expect(listed.body.data.map((each: { id: string }) => each.id)).not.toContain(id);
}

test('an interview that runs is erased with all that hangs on it, and a signed certificate is left', async () => {
  const interview = await worked('grace@example.com');
  const { id } = interview;
  expect(await tablesWith('grace@example.com')).toEqual(['candidates']);
  expect((await api.globex.secret.delete(`/api/interview/${id}`)).status).toBe(404);
  expect((await api.acme.live.delete(`/api/interview/${id}`)).status).toBe(404);
  expect((await interview.candidate.delete(`/api/interview/${id}`)).status).toBe(403);
  const erasure = await eraseOf(interview);
  expect(erasure).toMatchObject({ object: 'interview_erasure', interview: id, mode: 'test', status: 'erased' });
  const { certificate } = erasure;
  expect(certificate).toMatchObject({ interview: id, requested_by: erasure.requested_by, candidate: 'erased' });
  expect(certificate?.log).toMatchObject({ events: expect.any(Number), head: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(certificate?.files).toMatchObject({ count: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(certificate?.rows).toMatchObject({ interviews: 1, files: certificate?.files.count, chat_messages: 2 });
  expect((await api.acme.secret.get('/api/keys')).body.data.map((key: { id: string }) => key.id)).toContain(erasure.requested_by);
  await expectGone(interview);
  expect(await tablesWith('grace@example.com')).toEqual([]);
  expect(await tablesWith('Grace Hopper')).toEqual([]);

  expect(await eraseOf(interview)).toEqual(erasure);
  expect((await api.acme.secret.get(`/api/interview/${id}/erasure`)).body).toEqual(erasure);
  expect((await api.globex.secret.get(`/api/interview/${id}/erasure`)).status).toBe(404);
  expect((await api.acme.live.get(`/api/interview/${id}/erasure`)).status).toBe(404);
  const heard = () => receiver.received.map(({ body }) => JSON.parse(body).data).filter((data) => data.interview === id);
  await expect.poll(heard).toMatchObject([{ status: 'erased' }]);
  expect(receiver.received.map(({ body }) => body).join('')).not.toMatch(/Grace|example\.com/);
  const { body: noted } = await api.acme.secret.get(`/api/audit-log?target=${id}`);
  expect(noted.data.map(({ action }: { action: string }) => action)).toContain('eraseInterview');
});

test('of an archived interview the archive and the volume are deleted as well; their hashes are in the certificate', async () => {
  const interview = await worked('once@example.com');
  const { id, candidate } = interview;
  const other = await api.acme.createInterview({ candidate: { name: 'Grace Hopper', email: 'once@example.com' } });
  await candidate.made(`/api/interview/${id}/submit`);
  const at = { tenant: api.acme.id, mode: 'test', interview: id } as const;
  const { knex, services } = api.backend;
  await expect
    .poll(
      async () => {
        await later(knex, at);
        await services.archiving.workDue();
        return stateOf(knex, at);
      },
      { timeout: 30_000 },
    )
    .toBe('kept');
  const { head } = (await interview.reviewer.get(`/api/interview/${id}/replay`)).body;
  const { certificate } = await eraseOf(interview);
  expect(certificate?.volume).toBe(volumeName(id));
  expect(certificate?.log.head).toBe(head);
  expect(certificate?.archive.map(({ key }) => key.split(`/${id}/`)[1])).toEqual(
    expect.arrayContaining(['recording/index.json', 'workspace.tar.zst']),
  );
  expect(certificate?.archive.every(({ bytes, sha256 }) => bytes > 0 && /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
  expect(certificate?.candidate).toBe('kept');
  await expectGone(interview);
  expect((await api.acme.secret.get(`/api/interview/${other.id}`)).body.candidate.email).toBe('once@example.com');
  expect((await eraseOf(other)).certificate?.candidate).toBe('erased');
  expect(await tablesWith('once@example.com')).toEqual([]);
});

test('a certificate is checked with nothing but itself; another digit in it is seen', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-certificate-'));
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  const complained = vi.spyOn(console, 'error').mockReturnValue();
  const verify = async (text: string, ...options: string[]) => {
    process.exitCode = undefined;
    await writeFile(join(folder, 'answer.json'), text);
    await run(['node', 'interviewlm', 'erasure', 'verify', join(folder, 'answer.json'), ...options]);
    return process.exitCode as number | undefined;
  };
  const erasure = await eraseOf(await worked('check@example.com'));
  const { certificate } = erasure;
  try {
    expect(await verify(JSON.stringify(erasure), '--key', certificate?.public_key ?? '')).toBeUndefined();
    expect(printed.mock.lastCall?.[0]).toContain(erasure.interview);
    expect(await verify(JSON.stringify(certificate, null, 4))).toBeUndefined();
    expect(await verify(JSON.stringify(erasure), '--key', 'another')).toBe(1);
    expect(await verify('no certificate')).toBe(1);
    expect(complained).toHaveBeenCalledTimes(2);
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    await rm(folder, { recursive: true });
  }
  const text = JSON.stringify(certificate);
  expect(readCertificate(text)).toEqual(certificate);
  for (const [digit] of text.matchAll(/\d/g)) expect(readCertificate(text.replace(digit, String((Number(digit) + 1) % 10)))).toBeNull();
});
