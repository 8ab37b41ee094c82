import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WorkspaceOpening, limits } from '@interviewlm/protocol';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const opened = async ({ id, candidate }: Pick<TestInterview, 'id' | 'candidate'>) =>
  WorkspaceOpening.parse((await candidate.get(`/api/interview/${id}/workspace`)).body);

test('the first opening begins the interview and shows the question, its files and the one to work on', async () => {
  const interview = await api.acme.createInterview();
  const { interview: shown, work } = await opened(interview);
  expect(shown).toMatchObject({ id: interview.id, status: 'started', clock: { running: true } });
  expect(work?.question.current.title).toBe('Sum');
  expect(work?.files.map(({ path }) => path)).toEqual(['sum.js', 'sum.test.js']);
  expect(work?.desk).toEqual({ tabs: [{ path: 'sum.js', offset: 0 }], active: 'sum.js' });
  expect(work?.open).toMatchObject([{ path: 'sum.js', encoding: 'utf-8', content: expect.stringContaining('sum') as string }]);
});

test('another page finds the desk as the one before left it: tabs, the one in front, cursors, without what was deleted', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await candidate.get(`/api/interview/${id}/files`);
  for (const path of ['notes.md', '__proto__', 'gone.txt']) {
    await candidate.put(`/api/interview/${id}/files/${encodeURIComponent(path)}`, { content: `text of ${path}` });
  }
  const open = (path: string) => ({ t_ms: 1, type: 'editor.open', data: { path } });
  const events = [
    ...['sum.js', 'notes.md', '__proto__', 'gone.txt', 'sum.test.js'].map(open),
    { t_ms: 2, type: 'editor.cursor', data: { path: '__proto__', offset: 4 } },
    { t_ms: 3, type: 'editor.selection', data: { path: 'notes.md', start: 1, end: 7 } },
    { t_ms: 4, type: 'editor.close', data: { path: 'sum.test.js' } },
    open('notes.md'),
  ];
  await candidate.post(`/api/interview/${id}/events`, { client_id: randomUUID(), first_seq: 1, events });
  await candidate.delete(`/api/interview/${id}/files/gone.txt`);
  const { work } = await opened(interview);
  expect(work?.desk).toEqual({
    tabs: [
      { path: 'sum.js', offset: 0 },
      { path: 'notes.md', offset: 7 },
      { path: '__proto__', offset: 4 },
    ],
    active: 'notes.md',
  });
  expect(work?.open.map(({ path }) => path).sort()).toEqual(['__proto__', 'notes.md', 'sum.js']);
});

test('the file in front is always whole; others are left for later when the answer would grow long', async () => {
  const interview = await api.acme.createInterview();
  const { id, candidate } = interview;
  await candidate.get(`/api/interview/${id}/files`);
  const large = 'x'.repeat(limits.fileBytes * 0.6);
  const paths = ['a.txt', 'b.txt', 'c.txt'];
  for (const path of paths) await candidate.put(`/api/interview/${id}/files/${path}`, { content: large });
  const events = paths.map((path) => ({ t_ms: 1, type: 'editor.open', data: { path } }));
  await candidate.post(`/api/interview/${id}/events`, { client_id: randomUUID(), first_seq: 1, events });
  const { work } = await opened(interview);
  expect(work?.desk.tabs).toHaveLength(3);
  expect(work?.open.map(({ path }) => path)).toEqual(['a.txt', 'c.txt']);
});

test('once it is handed in there is nothing to work on', async () => {
  const interview = await api.acme.createInterview();
  await opened(interview);
  await interview.candidate.post(`/api/interview/${interview.id}/submit`);
  expect(await opened(interview)).toMatchObject({ interview: { id: interview.id }, work: null });
});

test('it is for the candidate and the tenant alone', async () => {
  const { id, observer, reviewer } = await api.acme.createInterview();
  const path = `/api/interview/${id}/workspace`;
  for (const who of [observer, reviewer]) expect((await who.get(path)).status).toBe(403);
  expect((await api.globex.secret.get(path)).status).toBe(404);
  expect((await api.acme.secret.get(path)).body).toMatchObject({ work: null, interview: { status: 'created' } });
});
