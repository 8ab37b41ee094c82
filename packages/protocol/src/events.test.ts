import { describe, expect, test } from 'vitest';
import { EventBatch, NewEvent, SessionEvent } from './events.js';

const edit = { t_ms: 5, type: 'editor.edit', data: { path: 'a.js', version: 1, changes: [[0, 0, 'x']], origin: 'typed' } };

describe('events', () => {
  test('a client may send what its page sees', () => {
    expect(NewEvent.parse(edit)).toEqual(edit);
  });

  test.each(['tests.result', 'session.submitted', 'file.write', 'chat.assistant', 'snapshot'])('a client may not send %s', (type) => {
    expect(NewEvent.safeParse({ t_ms: 5, type, data: {} }).success).toBe(false);
  });

  test('an event of the log has its place', () => {
    expect(SessionEvent.parse({ ...edit, seq: 1 })).toEqual({ ...edit, seq: 1 });
    expect(SessionEvent.safeParse(edit).success).toBe(false);
  });

  test('a batch holds 1 to 500 events', () => {
    const batch = (count: number) => ({ client_id: '0190163d-8694-739b-aea5-966c26f8ad91', first_seq: 1, events: Array(count).fill(edit) });
    expect(EventBatch.safeParse(batch(0)).success).toBe(false);
    expect(EventBatch.safeParse(batch(500)).success).toBe(true);
    expect(EventBatch.safeParse(batch(501)).success).toBe(false);
  });
});
