import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSigned } from './signed.js';

const nonce = 'a'.repeat(64);
const bytes = (text: string) => Buffer.from(text);
const sign = (value: unknown, key = nonce) => {
  const json = JSON.stringify(value);
  return `${createHmac('sha256', key).update(json).digest('hex')} ${json}\n`;
};
const good = { n: 1, name: 'adds', status: 'passed', ms: 2 };
const end = { n: 2, end: true };

describe('the signed report', () => {
  const read = (text: string) => readSigned(bytes(text), nonce);

  test('a whole one', () => {
    expect(read(sign(good) + sign(end))).toEqual({
      tests: [{ name: 'adds', status: 'passed', duration_ms: 2 }],
      problems: [],
      complete: true,
      forged: null,
    });
  });

  test('one that was cut off keeps its whole lines', () => {
    expect(read(sign(good) + sign(end).slice(0, 30))).toMatchObject({ tests: [{ name: 'adds' }], complete: false, forged: null });
  });

  test.each([
    ['another key', sign(good, 'b'.repeat(64)) + sign(end)],
    ['a changed line', sign({ ...good, status: 'failed' }).replace('failed', 'passed') + sign(end)],
    ['a line twice', sign(good) + sign(good) + sign(end)],
    ['a line left out', sign(end)],
    ['something after the end', sign(good) + sign(end) + sign({ ...good, n: 3 })],
    ['noise', `ok 1 - adds\n${sign(good)}${sign(end)}`],
    ['signed, but of another shape', sign({ n: 1, name: 'adds', status: 'splendid', ms: 1 }) + sign(end)],
  ])('%s makes it forged, and nothing of it counts', (_, text) => {
    expect(read(text)).toMatchObject({ tests: [], complete: false, forged: expect.stringContaining('Something other than') as string });
  });
});
