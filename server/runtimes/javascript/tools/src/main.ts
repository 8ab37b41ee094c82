/**
 * Runs test files in Node and reports each test, signed, in a file of its own.
 * Usage: node harness.mjs <report>, with two lines on standard input: the run's nonce and the paths of the test files as JSON.
 * Touches no file of the workspace before it has read them, so it may be started before the files are there.
 */
import { jestApi } from './jest-api.js';
import { lockIntrinsics, lockModules } from './lock.js';
import { failureText } from './messages.js';
import { installModules, readTest, type TestFile } from './modules.js';
import { nodeTestApi } from './node-api.js';
import { argv, createRequire, exit, fileURLToPath, hash, onProcess, readSync, unlinkSync } from './primordials.js';
import { Registry } from './registry.js';
import { openReport } from './report.js';
import { runTests, strayErrors } from './run.js';

const [reportPath] = argv.slice(2);
const { nonce, testPaths } = readInput();
if (!reportPath || testPaths.length === 0 || nonce.length !== 64) {
  console.error('usage: node harness.mjs <report>, with a nonce of 64 hex digits and a list of test files on standard input');
  exit(2);
}

const report = openReport(String(reportPath), nonce);
const tests = testPaths.map(readTest);
// A solution must not be able to read the answers out of the tests. This is the run's own copy.
for (const path of testPaths) unlinkSync(path);

const registry = new Registry();
await installModules(tests, { jest: jestApi(registry), node: nodeTestApi(registry) }, hash('sha256', `modules ${nonce}`, 'hex'));
lockIntrinsics();
lockModules();
onProcess('uncaughtException', (error) => void strayErrors.push(error));
onProcess('unhandledRejection', (reason) => void strayErrors.push(reason));

const names = new Map<string, number>();
for (const test of tests) {
  registry.open();
  try {
    await load(test);
  } catch (error) {
    report({ problem: `${test.path} could not be loaded. ${failureText(error)}` });
    continue;
  }
  await runTests(registry, report, names);
}
report({ end: true });
exit(0);

/** CommonJS at one go: between reading the file and running it no other code gets a turn. */
async function load(test: TestFile): Promise<void> {
  if (test.format === 'commonjs') createRequire(test.url)(fileURLToPath(test.url));
  else await import(test.url);
}

function readInput(): { nonce: string; testPaths: string[] } {
  const input = readToEnd();
  const [nonce = '', paths = '[]'] = input.toString('utf8').split('\n');
  input.fill(0);
  return { nonce, testPaths: JSON.parse(paths) as string[] };
}

function readToEnd(): Buffer {
  let buffer = Buffer.alloc(4096);
  let length = 0;
  for (;;) {
    const read = readSync(0, buffer, length, buffer.length - length, null);
    if (read === 0) return buffer.subarray(0, length);
    length += read;
    if (length === buffer.length) {
      const larger = Buffer.alloc(2 * length, buffer.subarray(0, length));
      buffer.fill(0);
      buffer = larger;
    }
  }
}
