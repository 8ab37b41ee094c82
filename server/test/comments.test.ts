import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi, type TestInterview } from './support/api.js';

let api: TestApi;
let mine: TestInterview;
beforeAll(async () => {
  api = await startTestApi();
  mine = await api.acme.createInterview();
});
afterAll(() => api.close());

const path = (interview = mine) => `/api/interview/${interview.id}/comments`;
const say = (text: string, more: object = { t_ms: 1000 }) => mine.reviewer.made(path(), { author: 'Grace', text, ...more });
const texts = async () => (await mine.reviewer.get(path())).body.data.map(({ text }: { text: string }) => text);

describe('comments on a recording', () => {
  test('stand at a moment, are answered, and are listed oldest first', async () => {
    const root = await say('Why this loop?');
    const answer = await say('See the question.', { reply_to: root.id });
    expect(root).toMatchObject({ object: 'comment', t_ms: 1000, author: 'Grace', reply_to: null, removed: false });
    expect(answer).toMatchObject({ t_ms: 1000, reply_to: root.id });
    expect(await texts()).toEqual(['Why this loop?', 'See the question.']);
    expect((await api.acme.secret.get(path())).body.data).toHaveLength(2);
  });

  test('come in pages that go on where the last one ended', async () => {
    await say('third', { t_ms: 5 });
    const first = (await mine.reviewer.get(`${path()}?limit=2`)).body;
    expect(first).toMatchObject({ has_more: true });
    const second = (await mine.reviewer.get(`${path()}?limit=2&cursor=${first.next_cursor}`)).body;
    expect(second).toMatchObject({ has_more: false, next_cursor: null });
    expect([...first.data, ...second.data].map(({ text }) => text)).toEqual(['Why this loop?', 'See the question.', 'third']);
  });

  test('that were answered leave their place when they are removed, and go with the last answer', async () => {
    const root = await say('to be removed');
    const answer = await say('answer', { reply_to: root.id });
    expect((await mine.reviewer.delete(`${path()}/${root.id}`)).status).toBe(204);
    const kept = (await mine.reviewer.get(path())).body.data.find(({ id }: { id: string }) => id === root.id);
    expect(kept).toMatchObject({ removed: true, text: '', author: '' });
    expect((await mine.reviewer.delete(`${path()}/${root.id}`)).status).toBe(404);
    expect((await mine.reviewer.post(path(), { author: 'G', text: 'late', reply_to: root.id })).body.errors[0].code).toBe(
      'no_such_comment',
    );
    expect((await mine.reviewer.delete(`${path()}/${answer.id}`)).status).toBe(204);
    expect(await texts()).not.toContain('answer');
    expect((await mine.reviewer.get(path())).body.data.map(({ id }: { id: string }) => id)).not.toContain(root.id);
  });

  test('are one level deep, and belong to their own interview', async () => {
    const root = await say('root');
    const answer = await say('answer', { reply_to: root.id });
    expect((await mine.reviewer.post(path(), { author: 'G', text: 'x', reply_to: answer.id })).body.errors[0].code).toBe('not_a_thread');
    const other = await api.acme.createInterview();
    expect((await other.reviewer.post(path(other), { author: 'G', text: 'x', reply_to: root.id })).body.errors[0].code).toBe(
      'no_such_comment',
    );
    expect((await other.reviewer.delete(`${path(other)}/${root.id}`)).status).toBe(404);
    expect((await other.reviewer.get(path(other))).body.data).toEqual([]);
  });

  test('need a moment or a comment, an author and a text, and keep any text as it is', async () => {
    const refused = async (body: object) => (await mine.reviewer.post(path(), body)).status;
    expect(await refused({ author: 'G', text: 'x' })).toBe(400);
    expect(await refused({ author: 'G', text: ' ', t_ms: 1 })).toBe(400);
    expect(await refused({ author: '', text: 'x', t_ms: 1 })).toBe(400);
    expect(await refused({ author: 'G', text: 'x'.repeat(4001), t_ms: 1 })).toBe(400);
    expect(await refused({ author: 'G', text: 'x', t_ms: -1 })).toBe(400);
    const evil = `<img src=x onerror=alert(1)>'; drop table comments; --`;
    expect((await say(`${evil}\u0000\ud800`)).text).toBe(`${evil}\ufffd\ufffd`);
  });
});
