import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  type ClientFrame,
  type ServerFrame,
} from './terminal.js';

const offset = fc.maxSafeNat();
const size = fc.integer({ min: 1, max: 1000 });
const data = fc.uint8Array({ maxLength: 200 });

const clientFrame: fc.Arbitrary<ClientFrame> = fc.oneof(
  fc.record({ kind: fc.constant('input' as const), data }),
  fc.record({ kind: fc.constant('resize' as const), cols: size, rows: size }),
  fc.record({ kind: fc.constant('ack' as const), offset }),
  fc.record({ kind: fc.constant('resume' as const), from_offset: offset }),
);
const serverFrame: fc.Arbitrary<ServerFrame> = fc.oneof(
  fc.record({ kind: fc.constant('output' as const), offset, data }),
  fc.record({ kind: fc.constant('exit' as const), code: fc.option(fc.integer({ min: 0, max: 255 })) }),
  fc.record({ kind: fc.constant('state' as const), state: fc.constant('ready' as const), detail: fc.string() }),
);

describe('terminal frames', () => {
  test('every client frame comes back as it was sent', () => {
    fc.assert(
      fc.property(clientFrame, (frame) => {
        expect(decodeClientFrame(encodeClientFrame(frame))).toEqual(frame);
      }),
    );
  });

  test('every server frame comes back as it was sent', () => {
    fc.assert(
      fc.property(serverFrame, (frame) => {
        expect(decodeServerFrame(encodeServerFrame(frame))).toEqual(frame);
      }),
    );
  });

  test('no bytes at all make the decoders throw', () => {
    fc.assert(
      fc.property(data, (bytes) => {
        decodeClientFrame(bytes);
        decodeServerFrame(bytes);
      }),
    );
  });

  test.each([
    ['nothing', []],
    ['an unknown kind', [9, 1]],
    ['an ack cut short', [2, 0, 0]],
    ['a resize that is not JSON', [1, 123]],
    ['a resize to 0 columns', [1, ...new TextEncoder().encode('{"cols":0,"rows":10}')]],
    ['a resume from a negative offset', [3, ...new TextEncoder().encode('{"from_offset":-1}')]],
  ])('%s is no frame', (_name, bytes) => {
    expect(decodeClientFrame(Uint8Array.from(bytes))).toBeNull();
  });

  test('an output frame is one kind byte, eight offset bytes in network order, then the data', () => {
    expect([...encodeServerFrame({ kind: 'output', offset: 258, data: Uint8Array.of(65) })]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 65]);
  });
});
