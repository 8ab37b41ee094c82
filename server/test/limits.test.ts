import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem, limits } from '@interviewlm/protocol';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';

let api: TestApi;
let interview: TestInterview;
beforeAll(async () => {
  api = await startTestApi();
  interview = await api.acme.createInterview();
  await interview.candidate.get(`/api/interview/${interview.id}/workspace`);
  await interview.candidate.put(`/api/interview/${interview.id}/files/lib/a.js`, { content: 'a' });
});
afterAll(() => api.close());

type Row = [what: string, method: string, path: string, body: unknown, status: number, code: string, field: string | null];

const long = (count: number) => 'x'.repeat(count);
const open = { t_ms: 1, type: 'editor.open', data: { path: 'sum.js' } };
const batch = (over: object) => ({ client_id: randomUUID(), first_seq: 1, events: [open], ...over });

/** Everything of a workspace that has a limit, one past it. */
const rows: Row[] = [
  ['a path that climbs', 'PUT', '/files/a%2F..%2Fb', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a path with a backslash', 'PUT', '/files/a%5Cb', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a path with a control character', 'PUT', '/files/a%07b', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a path with a newline', 'PUT', '/files/a%0Ab', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a name that is too long', 'PUT', `/files/${long(limits.nameBytes + 1)}`, { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a path that is too long', 'PUT', `/files/${`${long(200)}/`.repeat(6)}x`, { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a path that is too deep', 'PUT', `/files/${'d/'.repeat(limits.pathDepth)}x`, { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a file where a folder is', 'PUT', '/files/lib', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['a folder where a file is', 'PUT', '/files/sum.js/x', { content: '' }, 400, 'invalid_request', 'path.path'],
  ['content that is no text', 'PUT', '/files/a.js', { content: 7 }, 400, 'invalid_request', 'body.content'],
  ['no content', 'PUT', '/files/a.js', {}, 400, 'invalid_request', 'body.content'],
  ['content of too many letters', 'PUT', '/files/a.js', { content: long(limits.fileBytes + 1) }, 413, 'too_large', 'body.content'],
  ['content of too many bytes', 'PUT', '/files/a.js', { content: 'é'.repeat(limits.fileBytes / 2 + 1) }, 413, 'too_large', 'body.content'],
  ['a move that climbs', 'POST', '/files/move', { from: 'lib', to: '../x' }, 400, 'invalid_request', 'body.to'],
  ['a move from nowhere', 'POST', '/files/move', { from: 'none', to: 'some' }, 404, 'not_found', null],
  ['a move onto a file', 'POST', '/files/move', { from: 'lib/a.js', to: 'sum.js' }, 409, 'file_exists', null],
  ['a move into itself', 'POST', '/files/move', { from: 'lib', to: 'lib/in' }, 400, 'invalid_request', 'body.to'],
  ['a run with a bad path', 'POST', '/run-tests', { files: { '../x': '' } }, 400, 'invalid_request', 'body.files.../x'],
  ['a run with a large file', 'POST', '/run-tests', { files: { 'a.js': long(limits.fileBytes + 1) } }, 413, 'too_large', 'body.files.a.js'],
  ['a message that is too long', 'POST', '/chat', { message: long(limits.messageChars + 1) }, 400, 'invalid_request', 'body.message'],
  ['an empty batch', 'POST', '/events', batch({ events: [] }), 400, 'invalid_request', 'body.events'],
  [
    'too many events',
    'POST',
    '/events',
    batch({ events: Array.from({ length: limits.batchEvents + 1 }, () => open) }),
    400,
    'invalid_request',
    'body.events',
  ],
  [
    'an event of a bad path',
    'POST',
    '/events',
    batch({ events: [{ ...open, data: { path: '/etc' } }] }),
    400,
    'invalid_request',
    'body.events.0.data.path',
  ],
  [
    'events of too many bytes',
    'POST',
    '/events',
    batch({
      events: [
        { t_ms: 1, type: 'editor.edit', data: { path: 'a', version: 1, changes: [[0, 0, long(limits.batchBytes)]], origin: 'typed' } },
      ],
    }),
    413,
    'too_large',
    'body.events',
  ],
  ['a batch from the future', 'POST', '/events', batch({ first_seq: 9 }), 409, 'sequence_gap', null],
];

test.each(rows)('%s is refused, and the field is named', async (_what, method, path, body, status, code, field) => {
  const { candidate, id } = interview;
  const answer = await candidate.send(method, `/api/interview/${id}${path}`, body);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const { errors = [] } = Problem.parse(answer.body);
  if (field !== null) expect(errors.map((error) => error.path)).toContain(field);
  expect(errors.every(({ message }) => message.length > 5)).toBe(true);
});

test('a stale version is a conflict that names both', async () => {
  const { candidate, id } = interview;
  const answer = await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'late' }, { 'if-match': '7' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'version_conflict', base_version: 7, current: { version: 1 } } });
  const bad = await candidate.put(`/api/interview/${id}/files/sum.js`, { content: 'late' }, { 'if-match': 'newest' });
  expect(bad).toMatchObject({ status: 400, body: { errors: [{ path: 'headers.if-match' }] } });
});
