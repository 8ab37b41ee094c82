import type { TextChange } from '@interviewlm/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChanges, diffText } from './text.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', 'é', '😀', '👩‍👩‍👧', '\r\n'), maxLength: 60 });

/** Without the `u` flag a pair is two units, so that one half alone can be found. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

test('a diff applied to the old text gives the new text', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { text: result, exact } = applyChanges(before, diffText(before, after));
      expect(result).toBe(after);
      expect(exact).toBe(true);
    }),
  );
});

test('a diff of an edit is no larger than the edit', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(10), text, (before, start, length, inserted) => {
      const from = start % (before.length + 1);
      const after = before.slice(0, from) + inserted + before.slice(from + length);
      const [change] = diffText(before, after);
      // A change may grow by one unit on each side, so as not to part a surrogate pair.
      expect(change?.[1] ?? 0).toBeLessThanOrEqual(Math.min(length, before.length - from) + 2);
    }),
  );
});

test('a diff never parts a surrogate pair', () => {
  expect(diffText('x😀y', 'x😁y')).toEqual([[1, 2, '😁']]);
  fc.assert(
    fc.property(text, text, (before, after) => {
      for (const [offset, deleted, inserted] of diffText(before, after)) {
        for (const part of [before.slice(0, offset), before.slice(offset + deleted), inserted]) expect(part).not.toMatch(loneSurrogate);
      }
    }),
  );
});

test('RP5 changes of one edit count the text before it, from the highest down', () => {
  expect(
    applyChanges('abcdef', [
      [4, 1, 'X'],
      [1, 2, 'YYY'],
    ]),
  ).toEqual({ text: 'aYYYdXf', exact: true, end: 4 });
});

test('RP6 changes out of range or order do what can be done and say so', () => {
  expect(applyChanges('abc', [[10, 5, '!']])).toEqual({ text: 'abc!', exact: false, end: 4 });
  expect(
    applyChanges('abcdef', [
      [1, 1, 'X'],
      [4, 1, 'Y'],
    ]),
  ).toMatchObject({ text: 'aYXcdef', exact: false });
  expect(applyChanges('abc', [[-1, 0, 'x'], 7, null, [1, 1]] as unknown as TextChange[])).toEqual({ text: 'abc', exact: false, end: null });
});
