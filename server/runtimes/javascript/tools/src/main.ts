/**
 * Runs test files in Node and reports each test, signed, in a file of its own.
 * Usage: node harness.mjs <report> <test file> …, with the run's nonce on standard input.
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

const [reportPath, ...testPaths] = argv.slice(2);
const nonce = readNonce();
if (!reportPath || testPaths.length === 0 || nonce.length !== 64) {
  console.error('usage: node harness.mjs <report> <test file> …, with a nonce of 64 hex digits on standard input');
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

function readNonce(): string {
  const buffer = Buffer.alloc(128);
  let length = 0;
  for (;;) {
    const read = readSync(0, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length === buffer.length) break;
  }
  const text = buffer.toString('latin1', 0, length).trim();
  buffer.fill(0);
  return text;
}
