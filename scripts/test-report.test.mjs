import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readReport } from './test-report.mjs';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const path = join(folder, 'report.json');
const read = (report) => {
  writeFileSync(path, JSON.stringify(report));
  return readReport(path);
};
afterAll(() => rmSync(folder, { recursive: true }));

test('a runner that left no report is told apart from one that counted nothing', () => {
  expect(readReport(join(folder, 'none.json'))).toBeNull();
  expect(read({ passed: 0, failed: 0 })).toEqual({ passed: 0, failed: 0, failures: [] });
});

test('vitest’s failures come with file, name and message, also where a file failed as a whole; what never ran didn’t pass', () => {
  const report = read({
    numTotalTests: 4,
    numPassedTests: 1,
    testResults: [
      {
        name: resolve('a.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'good', status: 'passed', failureMessages: [] },
          { fullName: 'bad', status: 'failed', failureMessages: ['expected 1', 'expected 2'] },
          { fullName: 'skipped', status: 'skipped', failureMessages: [] },
        ],
      },
      { name: resolve('b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
    ],
  });
  expect(report).toEqual({
    passed: 1,
    failed: 3,
    failures: [
      { file: 'a.test.ts', name: 'bad', message: 'expected 1\nexpected 2' },
      { file: 'b.test.ts', name: 'the file as a whole', message: 'no such module' },
    ],
  });
});
