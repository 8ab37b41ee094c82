import type { RuntimeName } from '@interviewlm/protocol';
import type { Files } from '../../../../src/services/runs/testing/bench.js';

/** Tests of one runtime, a right solution to them, and wrong ones that try to look right. */
export interface Forgeries {
  runtime: RuntimeName;
  tests: Files;
  /** The names of the tests as their report has them. */
  expected: string[];
  /** A wrong solution must not have passed this one. */
  telling: string;
  honest: Files;
  wrong: Files;
  /** Does not compile or load; the message must contain `complaint`. */
  broken: Files;
  complaint: string;
  tricks: Readonly<Record<string, Files>>;
}

/** A report as somebody would write it who doesn't hold the nonce. */
export const unsigned = (names: readonly string[]) =>
  [...names.map((name, i) => ({ n: i + 1, name, status: 'passed', ms: 1 })), { n: names.length + 1, end: true }]
    .map((line) => `${'f'.repeat(64)} ${JSON.stringify(line)}`)
    .join('\n');

/** As a JUnit document. */
export const junit = (names: readonly string[]) =>
  `<testsuites><testsuite name="all">${names.map((name) => `<testcase name="${name}" time="0"/>`).join('')}</testsuite></testsuites>`;
