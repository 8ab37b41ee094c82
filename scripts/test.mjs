// `npm test`: every check and every test, with one closing line over all of them.
// `npm test -- lint unit` runs only the named stages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { ensureBubblewrap, ensureChromium, ensureDaemons, ensureToolchains } from './system-packages.mjs';
import { readReport } from './test-report.mjs';

const counts = '.cache';
const bin = (name) => `node_modules/.bin/${name}`;

/** One command that counts as one test. */
const check = (name, ...command) => ({
  name,
  run: async (quiet) => ((await succeeds(command, quiet)) ? { passed: 1, failed: 0, failures: [] } : nothingCounted(name)),
});
/** A test runner that leaves its counts in a file of `.cache`: see test-report.mjs. */
const runner = (name, file, ...command) => ({ name, run: (quiet) => counted(name, `${counts}/${file}`, command, quiet) });
/**
 * Tests of what a browser shows, whose files are run once more, by themselves, when something in them failed: beside other suites on two
 * cores one of several hundred may meet a moment that its author never saw. What passes then is named as unsteady, to be looked into.
 */
const inBrowser = ({ name, run }, again) => ({ name, run: (quiet) => steadied(run, again, quiet) });
const vitest = (name, projects, ...more) =>
  runner(
    name,
    `${name}.json`,
    bin('vitest'),
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${counts}/${name}.json`,
    ...more,
  );

const elements = (...more) => runner('elements', 'wtr.json', bin('web-test-runner'), ...more);

const stages = {
  build: [check('build and types', process.execPath, 'scripts/build.mjs')],
  lint: [check('eslint', bin('eslint'), '.', '--max-warnings=0', '--cache', '--cache-location', `${counts}/eslint/`)],
  // What else is said of the sources without running them.
  tidy: [
    check('types of the stories', bin('tsc'), '-p', '.storybook'),
    check('prettier', bin('prettier'), '--check', '--log-level=warn', '.'),
    check('import lanes', bin('depcruise'), '--config', '.dependency-cruiser.mjs', 'packages', 'server/src'),
    check('knip', bin('knip')),
    check('secrets', bin('secretlint'), '**/*', '--secretlintignore', '.gitignore'),
  ],
  // By itself vitest leaves a core free, which on two cores is half of the machine.
  unit: [vitest('unit', ['unit', 'server'], '--maxWorkers=100%')],
  elements: [inBrowser(elements(), (files) => elements('--files', ...files))],
  e2e: [inBrowser(vitest('e2e', ['e2e']), (files) => vitest('e2e', ['e2e'], ...files))],
  // Closes with a table of every contract: a row for each case, a column for each provider.
  contract: [vitest('contract', ['contract'], '--maxWorkers=100%', '--reporter=./server/test/contract/columns-reporter.ts')],
  packages: [runner('packages', 'packages.json', process.execPath, 'scripts/test-packages.mjs')],
  // The harnesses once more: a toolchain that has just come builds its own.
  hostile: [check('test harnesses', process.execPath, 'server/runtimes/build.mjs'), vitest('hostile', ['hostile'])],
  storybook: [inBrowser(vitest('storybook', ['storybook']), (files) => vitest('storybook', ['storybook'], ...files))],
  endurance: [vitest('endurance', ['endurance'])],
  coverage: [vitest('coverage', ['unit', 'server'], '--coverage')],
};
const always = ['build', 'lint', 'tidy', 'unit', 'contract', 'elements', 'e2e'];
/**
 * Two lanes beside each other: one computes, the other mostly waits. With the linter in a third both cores have too much to do, and all of
 * it takes longer; what is short fills up the lane that is. The long suites run after them, one by one.
 */
const beside = [
  ['lint', 'unit'],
  ['contract', 'elements', 'e2e', 'tidy'],
];
const rest = Object.keys(stages).filter((name) => name !== 'build' && !beside.flat().includes(name));
const order = [[['build']], beside, ...rest.map((name) => [[name]])];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}: choose from ${Object.keys(stages).join(', ')}.`);
  process.exit(2);
}
mkdirSync(counts, { recursive: true });
ensureBubblewrap();
const chromium = ensureChromium();
if (chromium) process.env.CHROMIUM_PATH = chromium;
process.env.NX_DAEMON = 'false';
if (asked.includes('hostile')) ensureToolchains();
if (asked.includes('endurance')) ensureDaemons();

let passed = 0;
let failed = 0;
const failures = [];
const unsteady = [];
const wanted = asked.length > 0 ? asked : always;
for (const row of order) {
  const lanes = row
    .map((lane) => lane.filter((name) => wanted.includes(name)).flatMap((name) => stages[name]))
    .filter(({ length }) => length > 0);
  await Promise.all(lanes.map((lane) => inTurn(lane, lanes.length > 1)));
}
tell('Unsteady: failed, and passed when run once more by itself', unsteady);
tell('Failed', failures);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** What runs beside others (`quiet`) shows its output when it is done, in one piece. */
async function inTurn(lane, quiet) {
  for (const { name, run } of lane) {
    const started = Date.now();
    console.log(`\n── ${name}${quiet ? ' …' : ''}`);
    const counted = await run(quiet);
    passed += counted.passed;
    failed += counted.failed;
    failures.push(...counted.failures);
    console.log(
      `── ${name}: ${counted.passed} passed, ${counted.failed} failed, ${((Date.now() - started) / 1000).toFixed(1)} s (${availableParallelism()} cores)`,
    );
  }
}

async function succeeds([command, ...args], quiet) {
  const child = spawn(command, args, { stdio: quiet ? ['inherit', 'pipe', 'pipe'] : 'inherit' });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const [code] = await once(child, 'close');
  process.stdout.write(Buffer.concat(output));
  return code === 0;
}

/** A runner that dies before it has counted is one failure: silence never passes. */
async function counted(name, file, command, quiet) {
  rmSync(file, { force: true });
  const ok = await succeeds(command, quiet);
  const report = readReport(file) ?? nothingCounted(name);
  return ok || report.failed > 0 ? report : { ...report, ...nothingCounted(name), passed: report.passed };
}

async function steadied(run, again, quiet) {
  const first = await run(quiet);
  const files = [...new Set(first.failures.map(({ file }) => file).filter(Boolean))];
  if (files.length === 0) return first;
  console.log(`\n── once more: ${files.join(', ')}`);
  const second = await again(files).run(quiet);
  const stillFails = ({ file, name }) => second.failures.some((other) => other.file === file && other.name === name);
  unsteady.push(...first.failures.filter((failure) => !stillFails(failure)));
  return { ...second, passed: first.passed + Math.max(0, first.failed - second.failed) };
}

function nothingCounted(name) {
  return { passed: 0, failed: 1, failures: [{ file: '', name, message: '' }] };
}

function tell(title, list) {
  if (list.length === 0) return;
  console.log(`\n${title}:`);
  for (const { file, name, message } of list) {
    console.log(`  ${[file, name].filter(Boolean).join(' › ')}`);
    for (const line of message.split('\n').slice(0, 6)) if (line.trim() !== '') console.log(`    ${line.trim()}`);
  }
}
