// How long a run of one test file takes: the bare program, a sandbox started for it, and one that was started ahead. Built packages needed.
// node bench/run.mjs [--rounds 9] [--runtime python]
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { RunLimits } from '@interviewlm/protocol';
import { createLocalProvider } from '../server/dist/providers/local/index.js';
import { runTests } from '../server/dist/services/runs/execute.js';
import { loadRuntimes } from '../server/dist/services/runs/runtimes.js';
import { finding } from './findings.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, runtime: { type: 'string', default: 'javascript' } } });
const questions = {
  javascript: ['javascript-services/rate-limiter', 'rate-limiter.js', 'rate-limiter.spec.js'],
  typescript: ['typescript-data/json-diff', 'json-diff.ts', 'json-diff.test.ts'],
  python: ['python-scheduling/meeting-rooms', 'meeting_rooms.py', 'meeting_rooms_test.py'],
};
const [question, solution, testFile] = questions[values.runtime];
const folder = fileURLToPath(new URL(`../server/assessments/${question}`, import.meta.url));
const runtime = loadRuntimes().get(values.runtime);
const files = [{ path: solution, content: readFileSync(join(folder, 'reference', solution), 'utf8') }];
const tests = [{ path: testFile, content: readFileSync(join(folder, 'tests/visible', testFile), 'utf8') }];

const scratch = mkdtempSync(join(tmpdir(), 'interviewlm-bench-'));
const provider = (name, ahead) =>
  createLocalProvider({ dataDir: join(scratch, name), node: dirname(dirname(process.execPath)), ahead, log: console });
const [cold, warm] = [provider('cold', 0), provider('warm', 2)];
for (const { sandboxes } of [cold, warm]) {
  const { ready, detail } = await sandboxes.check();
  if (!ready) throw new Error(detail);
}

const ways = {
  'bare program': bare,
  'cold sandbox': () => sandboxed(cold.sandboxes),
  'warm sandbox': () => sandboxed(warm.sandboxes),
};
const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
// The first round fills caches and the pool, and isn't counted.
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [name, run] of Object.entries(ways)) {
    const from = performance.now();
    await run();
    if (round > 0) times[name].push(performance.now() - from);
    // The next sandbox is started after a run, as between two clicks of a candidate.
    await sleep(1500);
  }
}
await Promise.all([cold.stop(), warm.stop()]);
rmSync(scratch, { recursive: true });

for (const [name, goal] of [['warm sandbox', { most: 1.3 }], ['cold sandbox']]) {
  const measure = `one ${values.runtime} test file, ${name}`;
  finding({
    bench: 'run',
    measure,
    against: 'bare program',
    unit: 'ms',
    ours: times[name],
    theirs: times['bare program'],
    ...(goal && { goal }),
  });
}

async function sandboxed(sandboxes) {
  const result = await runTests({
    sandboxes,
    runtime,
    volume: null,
    files,
    tests,
    expected: null,
    limits: RunLimits.parse(runtime.limits),
    signal: new AbortController().signal,
  });
  if (result.passed === 0 || result.failed > 0) throw new Error(JSON.stringify(result));
}

/** The same program on the host, with nothing around it. */
async function bare() {
  const place = join(scratch, 'bare');
  mkdirSync(place);
  for (const { path, content } of [...files, ...tests]) writeFileSync(join(place, path), content);
  const report = join(place, 'report');
  const [file, ...argv] = runtime.argv
    .flatMap((word) => (word === '{options}' ? [] : [word]))
    .map((word) => word.replaceAll('{report}', report).replace('/opt/runtime', runtime.image.tools).replace('/workspace', place));
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, LANG: 'C.UTF-8', ...runtime.env };
  const child = spawn(file, argv, { cwd: place, env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(`${randomBytes(32).toString('hex')}\n${JSON.stringify([testFile])}\n`);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0 || !readFileSync(report, 'utf8').includes('"end":true')) throw new Error(`the bare program ended with ${code}`);
  rmSync(place, { recursive: true });
}
