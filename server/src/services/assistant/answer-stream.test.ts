import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../ids.js';
import { AnswerStream, decodePlace, type Numbered } from './answer-stream.js';

const answer = () => new AnswerStream(newId('message'), 60_000, () => undefined);
const never = new AbortController().signal;
const delta = (text: string) => ({ type: 'delta', text }) as const;
const all = (stream: AnswerStream, seen = 0) => Array.fromAsync(stream.read(seen, never));
const textOf = (events: readonly Numbered[]) => events.map(({ event }) => (event.type === 'delta' ? event.text : '')).join('');
const seenAfter = ({ id }: Numbered) => decodePlace(id)?.events ?? 0;

test('what came while nobody asked is one event, and who read only a part of it gets the rest', async () => {
  const stream = answer();
  stream.push({ type: 'start', message_id: stream.message });
  for (const text of ['One', ' two', ' three']) stream.push(delta(text));
  stream.push({ type: 'done', stop_reason: 'end_turn', prompt_quality: null });
  stream.close();
  const events = await all(stream);
  expect(events.map(({ event }) => event)).toMatchObject([{ type: 'start' }, delta('One two three'), { type: 'done' }]);
  expect(decodePlace(events[1]?.id)).toMatchObject({ events: 4, chars: 13 });
  expect(textOf(await all(stream, 2))).toBe(' two three');
});

test('a reader that keeps up is told word by word', async () => {
  const stream = answer();
  const words = Array.from({ length: 20 }, (_, n) => `${n} `);
  void (async () => {
    for (const word of words) {
      stream.push(delta(word));
      await sleep(5);
    }
    stream.close();
  })();
  const told: string[] = [];
  for await (const { event } of stream.read(0, never)) if (event.type === 'delta') told.push(event.text);
  expect(told.join('')).toBe(words.join(''));
  expect(told.length).toBeGreaterThan(words.length / 2);
});

test('however tokens come and readers leave and come again, each character is told once', async () => {
  const pushes = fc.array(fc.record({ text: fc.string({ minLength: 1, maxLength: 5 }), pause: fc.boolean() }), { maxLength: 40 });
  const leavings = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(pushes, leavings, async (tokens, turns) => {
      const stream = answer();
      const telling = (async () => {
        for (const { text, pause } of tokens) {
          stream.push(delta(text));
          if (pause) await setImmediate();
        }
        stream.close();
      })();
      const told: Numbered[] = [];
      const readSome = async (most: number) => {
        const before = told.length;
        for await (const event of stream.read(told.length > 0 ? seenAfter(told.at(-1) as Numbered) : 0, never)) {
          told.push(event);
          if (told.length - before >= most) return;
        }
      };
      for (const most of turns) await readSome(most);
      await readSome(Infinity);
      await telling;
      expect(textOf(told)).toBe(tokens.map(({ text }) => text).join(''));
    }),
  );
});
