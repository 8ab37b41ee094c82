import type { ServerResponse } from 'node:http';
import type { ChatStreamEvent } from '@interviewlm/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.js';
import type { Client } from './client.js';
import { createParser } from './sse.js';
import { TestServer, eventStream, json, problem } from './testing/server.js';

const id = 'itv_00000000000000000000000000';
let server: TestServer;
let client: Client;

beforeEach(async () => {
  server = await new TestServer().start();
  client = createClient({ baseUrl: server.baseUrl, token: 't' });
});
afterEach(() => server.stop());

describe('the parser', () => {
  const wire = ': hello\r\n\r\nid: 1\r\nevent: delta\r\ndata: {"text":\r\ndata: "ä\u{1f600}"}\r\n\r\ndata: 2\n\nevent: lost\n';

  test('reads events whatever pieces the text comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
        const parse = createParser();
        const events = [];
        for (let at = 0, turn = 0; at < wire.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          events.push(...parse(wire.slice(at, at + size)));
          at += size;
        }
        expect(events).toEqual([
          { id: '1', event: 'delta', data: { text: 'ä\u{1f600}' } },
          { id: '1', event: 'message', data: 2 },
        ]);
      }),
    );
  });
});

describe('a followed stream', () => {
  test('goes on after the last id it saw, and gives nothing twice', async () => {
    const starts: (string | undefined)[] = [];
    let cut = () => {};
    server.answer = ({ headers }, response) => {
      const last = headers['last-event-id'] as string | undefined;
      starts.push(last);
      if (last === undefined) {
        eventStream(response, { id: '1', event: 'e', data: 1 }, { id: '2', event: 'e', data: 2 });
        cut = () => response.destroy();
      } else {
        eventStream(response, { id: '2', event: 'e', data: 2 }, { id: '3', event: 'e', data: 3 });
      }
    };
    const stop = new AbortController();
    const got: unknown[] = [];
    for await (const { data } of client.stream('streamEvents', { params: { id }, signal: stop.signal })) {
      got.push(data);
      if (data === 2) cut();
      if (data === 3) break;
    }
    expect(got).toEqual([1, 2, 3]);
    expect(starts).toEqual([undefined, '2']);
  });

  test('a refusal ends it', async () => {
    server.answer = (_seen, response) => problem(response, 403, 'forbidden');
    await expect(client.stream('streamEvents', { params: { id } }).next()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('chat', () => {
  const start = { id: 'm.1', event: 'start', data: { message_id: 'msg_1' } };
  const hello = { id: 'm.2', event: 'delta', data: { text: 'Hel' } };
  const lo = { id: 'm.3', event: 'delta', data: { text: 'lo' } };
  const done = { id: 'm.4', event: 'done', data: { stop_reason: 'end_turn', prompt_quality: null } };
  /** The broken one is cut when what it said was heard. */
  let cut = () => {};
  const answered = async () => {
    const events: ChatStreamEvent[] = [];
    for await (const event of client.chat(id, { message: 'hi' })) {
      events.push(event);
      if (event.type === 'delta') cut();
    }
    return events;
  };
  const textOf = (events: readonly ChatStreamEvent[]) => events.map((event) => (event.type === 'delta' ? event.text : '')).join('');
  const breaksOff = (response: ServerResponse) => {
    eventStream(response, start, hello);
    cut = () => response.destroy();
  };

  test('comes as it is sent, from one request', async () => {
    server.answer = (_seen, response) => {
      eventStream(response, start, hello, lo, done);
      response.end();
    };
    const events = await answered();
    expect(events.map(({ type }) => type)).toEqual(['start', 'delta', 'delta', 'done']);
    expect(server.seen).toHaveLength(1);
  });

  test('a broken one is picked up by a GET; the question is never asked twice', async () => {
    server.answer = ({ method, headers }, response) => {
      if (method === 'POST') {
        breaksOff(response);
      } else {
        expect(headers['last-event-id']).toBe('m.2');
        eventStream(response, hello, lo, done);
        response.end();
      }
    };
    const events = await answered();
    expect(textOf(events)).toBe('Hello');
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  test('what the server no longer streams comes from the stored message', async () => {
    const usage = { input_tokens: 1, output_tokens: 2, cache_read_tokens: 0, cache_write_tokens: 0, cost_micros: 3 };
    server.answer = ({ method }, response) => {
      if (method === 'POST') {
        breaksOff(response);
      } else {
        const message = { id: 'msg_1', role: 'assistant', text: 'Hello there', status: 'complete', usage, prompt_quality: null };
        json(response, { object: 'conversation', messages: [message], usage });
      }
    };
    const events = await answered();
    expect(textOf(events)).toBe('Hello there');
    expect(events.at(-1)).toMatchObject({ type: 'done' });
  });

  test('nothing to pick up ends at once', async () => {
    server.answer = (_seen, response) => {
      eventStream(response);
      response.end();
    };
    const events = [];
    for await (const event of client.resumeChat(id)) events.push(event);
    expect(events).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('a question that may not have arrived is sent again as the same one', async () => {
    const keys: unknown[] = [];
    server.answer = ({ headers }, response) => {
      keys.push(headers['idempotency-key']);
      if (keys.length === 1) response.destroy();
      else if (keys.length === 2) problem(response, 409, 'idempotency_in_flight');
      else {
        eventStream(response, start, hello, lo, done);
        response.end();
      }
    };
    expect(textOf(await answered())).toBe('Hello');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test('a question that never arrives is said', async () => {
    await server.stop();
    await expect(client.chat(id, { message: 'hi' }).next()).rejects.toMatchObject({ name: 'ConnectionError' });
  });
});
