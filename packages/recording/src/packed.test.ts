import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packEvents, unpackEvents } from './packed.js';
import { contentOf } from './source.js';
import { hostileEvents, longSession } from './testing/index.js';

test('packed events come back as the same JSON, whatever they hold', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.record({ type: fc.string(), data: fc.dictionary(fc.string(), fc.jsonValue()) })), (seed, odd) => {
      const events = [...hostileEvents(60, seed), ...odd.map((event, index) => ({ seq: 100 - index, t_ms: index, ...event }))];
      const stored = JSON.parse(JSON.stringify(packEvents(events as never))) as unknown;
      expect(JSON.stringify(unpackEvents(stored))).toBe(JSON.stringify(JSON.parse(JSON.stringify(events))));
    }),
  );
});

const first = { first_seq: 1 };

test('a segment may hold packed events', () => {
  const events = longSession(50, 1).events;
  expect(contentOf({ packed: packEvents(events), keyframe: { version: 1 } }, first)).toEqual({ events, keyframe: { version: 1 } });
  expect(() => contentOf({ packed: { shapes: [] } }, first)).toThrow();
});

test('events that were stored before their number was known are numbered on from the first of their segment', () => {
  const [event, other] = longSession(2, 1).events.map(({ seq: _, ...rest }) => rest);
  expect(contentOf({ events: [event, other] }, { first_seq: 41 }).events).toEqual([
    { seq: 41, ...event },
    { seq: 42, ...other },
  ]);
  expect(contentOf({ events: [{ seq: 7, ...event }] }, { first_seq: 41 }).events).toMatchObject([{ seq: 7 }]);
});
