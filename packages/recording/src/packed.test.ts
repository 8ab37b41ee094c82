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

test('a segment may hold packed events', () => {
  const events = longSession(50, 1).events;
  expect(contentOf({ packed: packEvents(events), keyframe: { version: 1 } })).toEqual({ events, keyframe: { version: 1 } });
  expect(() => contentOf({ packed: { shapes: [] } })).toThrow();
});
