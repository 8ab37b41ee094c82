import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';
import { later, stateOf } from './support/archived.js';
import { Caller } from './support/caller.js';

const name = 'Wilhelmina Fitzroy';
const person = { name, email: 'w.fitzroy@example.com', external_id: 'cand-4711' };
const tells = /wilhelmina|fitzroy|cand-4711/i;

let api: TestApi;
let mine: TestInterview;
const tokenFor = async (role: string) =>
  (await api.acme.secret.post(`/api/interview/${mine.id}/tokens`, { role, mask_identity: true })) as any;
const callerFor = async (role: string) => new Caller(api.url, { authorization: `Bearer ${(await tokenFor(role)).body.token}` });
beforeAll(async () => {
  api = await startTestApi();
  mine = await api.acme.createInterview({ candidate: person });
  const at = `/api/interview/${mine.id}`;
  await mine.candidate.put(`${at}/files/sum.js`, { content: `// by ${name} <${person.email}>\nexport const sum = (all) => all.length;\n` });
  await mine.candidate.post(`${at}/chat`, { message: `Hello, I am WILHELMINA, ${person.email}.` });
  const t_ms = 10;
  const edit = { path: 'sum.js', version: 2, changes: [[0, 0, `/* ${name} */`]], origin: 'paste' };
  await mine.candidate.made(`${at}/events`, {
    client_id: crypto.randomUUID(),
    first_seq: 1,
    events: [{ t_ms, type: 'editor.edit', data: edit }],
  });
  await mine.candidate.made(`${at}/submit`);
});
afterAll(() => api.close());

test('a masked token is told nothing of who the candidate is, by no route that it may call', async () => {
  const at = `/api/interview/${mine.id}`;
  const paths = ['', '/replay', '/events?limit=1000', '/report', '/report.html', '/files', '/files/sum.js', '/chat', '/comments'];
  const masked = await callerFor('reviewer');
  for (const path of paths) {
    const [open, hidden] = await Promise.all([mine.reviewer.get(at + path), masked.get(at + path)]);
    expect([hidden.status, hidden.headers.get('content-type')], path).toEqual([open.status, open.headers.get('content-type')]);
    expect(hidden.text, path).not.toMatch(tells);
  }
  const { body: manifest } = await masked.get(`${at}/replay`);
  expect(manifest).toMatchObject({ identity_masked: true, candidate: { name: 'Candidate' } });
  expect((await mine.reviewer.get(`${at}/replay`)).body).not.toHaveProperty('identity_masked');
  expect((await mine.reviewer.get(`${at}/events?limit=1000`)).text).toMatch(tells);
  for (const { url } of manifest.segments) expect((await masked.get(url)).text).not.toMatch(tells);
  expect((await masked.get(`${at}/report.pdf`)).headers.get('content-type')).toBe('application/pdf');
  expect((await masked.get(`${at}/export`)).status).toBe(403);
});

test('what is hidden keeps its length, so that the recorded edits still fit', async () => {
  const { data } = (await (await callerFor('reviewer')).get(`/api/interview/${mine.id}/events?type=editor.edit`)).body;
  expect(data[0].data.changes).toEqual([[0, 0, `/* ${'•'.repeat(name.length)} */`]]);
});

test('the live stream is masked as well, and no masked token gets a terminal', async () => {
  const masked = await callerFor('observer');
  const abort = new AbortController();
  const answer = await fetch(`${api.url}/api/interview/${mine.id}/events/stream`, { headers: masked.headers, signal: abort.signal });
  let text = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes('session.scored')) break;
  }
  abort.abort();
  expect(text).toContain('chat.user');
  expect(text).not.toMatch(tells);
  const token = masked.headers['authorization']?.replace('Bearer ', '') ?? '';
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/api/interview/${mine.id}/terminal`, [
    'ilm.terminal.v1',
    `ilm.token.${token}`,
  ]);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => resolve('open'));
    socket.on('error', () => resolve('error'));
  });
  expect(status).toBe(403);
});

test('of a recording that is only in the archive it gets no link, and the same masked events', async () => {
  const at = { tenant: api.acme.id, mode: 'test', interview: mine.id } as const;
  const { knex, services } = api.backend;
  await expect
    .poll(
      async () => {
        await later(knex, at, 8);
        await services.archiving.workDue();
        return stateOf(knex, at);
      },
      { timeout: 30_000 },
    )
    .toBe('cold');
  const masked = await callerFor('reviewer');
  const { body } = await masked.get(`/api/interview/${mine.id}/replay`);
  expect(body.segments.length).toBeGreaterThan(0);
  for (const { url } of body.segments) {
    expect(url).toMatch(/^\/api\/interview\//);
    const content = await masked.get(url);
    expect(content.body.events.length).toBeGreaterThan(0);
    expect(content.text).not.toMatch(tells);
  }
});

test('a share code can be exchanged for a masked token; a candidate is not hidden from themselves', async () => {
  const code = new URL(mine.links.replay).hash.slice(1);
  const { token } = await api.anyone.made(`/api/interview/${mine.id}/redeem`, { code, mask_identity: true });
  const holder = new Caller(api.url, { authorization: `Bearer ${token}` });
  expect((await holder.get(`/api/interview/${mine.id}`)).body.candidate).toMatchObject({
    name: 'Candidate',
    email: null,
    external_id: null,
  });
  expect((await tokenFor('candidate')).body).toMatchObject({ status: 400, errors: [{ path: 'body.mask_identity' }] });
});
