import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from './ring.js';

test('whatever the pieces, the last bytes are there under their offsets, and no others', () => {
  const piece = fc.uint8Array({ maxLength: 90 });
  const skip = fc.record({ skip: fc.nat(50) });
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.integer({ min: 1, max: 64 }),
      fc.array(fc.oneof({ weight: 5, arbitrary: piece }, skip)),
      (origin, capacity, steps) => {
        const ring = new Ring(origin, capacity);
        let [said, start] = [new Map<number, number>(), origin];
        let end = origin;
        for (const step of steps) {
          if ('skip' in step) {
            ring.skipTo(end + step.skip);
            if (step.skip > 0) [said, start, end] = [new Map(), end + step.skip, end + step.skip];
            continue;
          }
          ring.append(step);
          for (const byte of step) said.set(end++, byte);
          start = Math.max(start, end - capacity);
        }
        expect(ring.end).toBe(end);
        expect(ring.start).toBe(start);
        const { offset, data } = ring.read(0, Infinity);
        expect(offset).toBe(start);
        expect([...data]).toEqual(Array.from({ length: end - start }, (_, index) => said.get(start + index)));
      },
    ),
  );
});

test('a read is cut to its limit, begins at its offset, and is not changed by what comes after', () => {
  const ring = new Ring(10, 8);
  ring.append(Buffer.from('abcdefgh'));
  const { offset, data } = ring.read(12, 3);
  ring.append(Buffer.from('ijklmnop'));
  expect([offset, data.toString()]).toEqual([12, 'cde']);
  expect(ring.read(99, 5)).toEqual({ offset: 26, data: Buffer.alloc(0) });
});

test('a million single bytes take the memory of a million bytes', () => {
  const ring = new Ring(0, 2 * 1024 * 1024);
  for (let n = 0; n < 1_000_000; n++) ring.append(Uint8Array.of(n % 251));
  const { data } = ring.read(999_000, 1000);
  expect([...data]).toEqual(Array.from({ length: 1000 }, (_, index) => (999_000 + index) % 251));
});
