// What a test runner counted, in one shape for all of them.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Reads vitest's JSON report, or `{passed, failed, failures?}` as our own runners write it.
 *
 * @returns {{passed: number, failed: number, failures: {file: string, name: string, message: string}[]} | null} null when the runner left none.
 */
export function readReport(path) {
  if (!existsSync(path)) return null;
  const report = JSON.parse(readFileSync(path, 'utf8'));
  return report.testResults ? fromVitest(report) : { failures: [], ...report };
}

function fromVitest({ numTotalTests, numPassedTests, testResults }) {
  const failures = testResults.flatMap(({ name: path, status, message, assertionResults }) => {
    const file = relative(process.cwd(), path);
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({ file, name: test.fullName, message: test.failureMessages.join('\n') }));
    // A file that failed without a failed test couldn't be loaded, or a hook of it failed.
    return failed.length > 0 || status === 'passed' ? failed : [{ file, name: 'the file as a whole', message }];
  });
  // A test that never ran didn't pass.
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests, failures };
}
