import { describe, expect, test } from 'vitest';
import { FilePath, Metadata, pathProblem } from './common.js';

describe('FilePath', () => {
  test.each(['a.js', 'src/deep/er/file.test.ts', '.gitignore', 'name with spaces.md', 'ünïcode/日本.py', '__proto__'])(
    '%s is a path',
    (path) => {
      expect(FilePath.safeParse(path).success).toBe(true);
    },
  );

  test.each([
    ['', 'empty'],
    ['/etc/passwd', 'relative'],
    ['src/', 'relative'],
    ['../x', '".."'],
    ['a/../../x', '".."'],
    ['a/./b', '"."'],
    ['a//b', 'empty'],
    ['a\\b', 'forward'],
    ['a\u0000b', 'control'],
    ['a\nb', 'control'],
    ['a\u001b[2J', 'control'],
    ['x'.repeat(256), 'names'],
    ['d/'.repeat(40) + 'f', 'deep'],
    ['ü'.repeat(600), 'bytes'],
  ])('%j is refused and told why', (path, reason) => {
    expect(pathProblem(path)).toContain(reason);
    expect(FilePath.safeParse(path).success).toBe(false);
  });
});

test('metadata holds at most 50 pairs', () => {
  const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
  expect(Metadata.safeParse(pairs(50)).success).toBe(true);
  expect(Metadata.safeParse(pairs(51)).success).toBe(false);
});
