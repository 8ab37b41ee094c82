import type { QuestionSource } from '@interviewlm/protocol';
import type { UnsavedRun } from '../runs/execute.js';
import { canMutate, mutantsOf, type Mutant } from './mutants.js';
import { laidOut, merge, prove, runAll, type Proof, type Rejection } from './prove.js';
import type { ExpectedTests, ProvenQuestion } from './source.js';

/** So many mutants of the reference must fail. */
const mustFail = 3;
/** Some mutants mean the same as the reference; so many are tried before the tests are called blind. */
const mutantsTried = 12;
/** A reference that needs more of its time than this leaves none for a candidate's plainer solution, or a busier machine. */
const mostOfTime = 0.5;
/** How often the reference must pass once more. */
const repeats = 2;
const leastTests = 3;
const leastNewLines = 3;

/**
 * The proof of a question that no person has looked at. Beside what `prove` asks of every question:
 *
 * GP1 It is no trifle: three tests or more, and a reference with three lines or more that the starter, or the solution that it builds on,
 *     doesn't have.
 * GP2 The statement names everything that the tests call from the candidate's files. Types are not called: the starter has them.
 * GP3 It asks neither the clock nor chance, and its reference passes again and again, in at most half of the time that is allowed. A clock
 *     that is only the default of what the tests hand in is not asked, and a generator with a fixed seed is no chance.
 * GP4 Three mutants of the reference fail: tests that let mistakes pass judge nobody. Of a question that builds on another, mutants are in
 *     lines that the solution before doesn't have.
 */
export async function proveGenerated(proof: Proof): Promise<ProvenQuestion | Rejection> {
  const { source } = proof;
  if (!canMutate(source.runtime)) return { reason: `There are no mutation operators for ${source.runtime}: its tests can't be tried.` };
  const early = triviality(proof) ?? unnamed(source) ?? unpredictable(source);
  if (early) return { reason: early };
  const proven = await prove(proof);
  if ('reason' in proven) return proven;
  const { expected } = proven;
  const few = tooFew(expected);
  if (few) return { reason: few };
  for (let run = 0; run < repeats; run++) {
    const unsteady = judgeAgain(await runAll(proof, merge(source.starter, source.reference), expected), source);
    if (unsteady) return unsteady;
  }
  const survivor = await judgeMutants(proof, expected);
  return survivor ? { reason: survivor } : proven;
}

const tooFew = ({ visible, hidden }: ExpectedTests): string | null => {
  const tests = visible.length + hidden.length;
  return tests < leastTests ? `Trivial: ${tests} ${tests === 1 ? 'test' : 'tests'}, where ${leastTests} are the least.` : null;
};

function triviality(proof: Proof): string | null {
  const known = new Set(laidOut(proof).flatMap(({ content }) => linesOf(content)));
  const fresh = proof.source.reference.flatMap(({ content }) => linesOf(content)).filter((line) => !known.has(line));
  return fresh.length < leastNewLines
    ? `Trivial: the reference has ${fresh.length} ${fresh.length === 1 ? 'line' : 'lines'} that the starter doesn't have, where ${leastNewLines} are the least.`
    : null;
}

const linesOf = (content: string) =>
  content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 1);

/** Names that the tests import from the candidate's own files. */
function unnamed({ instructions, reference, visible_tests, hidden_tests }: QuestionSource): string | null {
  const modules = reference.map(({ path }) => path.replace(/^.*\//, '').replace(/\.\w+$/, ''));
  const names = [...visible_tests, ...hidden_tests].flatMap(({ content }) =>
    [...content.matchAll(/import\s*\{([^}]*)\}\s*from\s*['"]([^'"]+)['"]|from\s+\.?([\w.]+)\s+import\s+([\w, ]+)/g)].flatMap(
      ([, script, from, module, python]) => {
        const own = modules.includes((from ?? module ?? '').replace(/^.*\//, '').replace(/\.\w+$/, ''));
        return own
          ? (script ?? python ?? '')
              .split(',')
              .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
              .filter((name) => !name.startsWith('type '))
          : [];
      },
    ),
  );
  const missing = [...new Set(names)].filter((name) => name !== '' && !new RegExp(`\\b${name}\\b`).test(instructions));
  return missing.length > 0 ? `The statement does not name what the tests call: ${missing.join(', ')}.` : null;
}

const clocksAndChance =
  /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b|\brandom(?:UUID|Bytes|Int)?\(|\b(?:import|from) (?:random|secrets|uuid|time|datetime)\b/;

/** `now = Date.now` as a default that is not called here. */
const defaultClock = /(?<=\w\s*(?::[^=,)]+)?=\s*)(?:Date|performance)\.now\b(?!\s*\()/g;
/** A file's own `random`, which has a seed or else asks one of the others. */
const ownRandom = /\b(?:function|const|def)\s+random\b/;
/** Python's module, where nothing but generators with a number as their seed is taken from it. */
const isSeeded = (content: string) =>
  [...content.matchAll(/\brandom\.(\w+)(\(\d+\))?/g)].every(([, name, seed]) => name === 'Random' && seed !== undefined);

function unpredictable({ reference, visible_tests, hidden_tests }: QuestionSource): string | null {
  const known = reference.map(({ path, content }) => ({ path, content: content.replace(defaultClock, '') }));
  for (const { path, content } of [...known, ...visible_tests, ...hidden_tests]) {
    const own = ownRandom.test(content) ? content.replace(/(?<!\.)\brandom\(/g, '(') : content;
    const found = clocksAndChance.exec(isSeeded(own) ? own.replace(/^import random$/m, '') : own)?.[0];
    if (found !== undefined) return `Flaky: ${path} asks the clock or chance (${found}).`;
  }
  return null;
}

function judgeAgain(run: UnsavedRun, { limits }: QuestionSource): Rejection | null {
  if (run.timed_out || run.duration_ms > limits.wall_ms * mostOfTime)
    return { reason: `Too slow: the reference took ${run.duration_ms} ms of ${limits.wall_ms} ms.`, late: true };
  if (run.failed === 0) return null;
  const bad = run.tests.filter(({ status }) => status !== 'passed').map(({ name }) => name);
  return { reason: `Flaky: the reference passed once, and then failed ${bad.slice(0, 3).join(', ')}.` };
}

/** Null when enough mutants fail. */
async function judgeMutants(proof: Proof, expected: ExpectedTests): Promise<string | null> {
  const { source } = proof;
  const before = new Set((proof.base?.reference ?? []).flatMap(({ content }) => linesOf(content)));
  const isFresh = ({ path, line }: Mutant) => {
    const text = source.reference.find((file) => file.path === path)?.content.split('\n')[line - 1];
    return text !== undefined && !before.has(text.trim());
  };
  const mutants = mutantsOf(source.runtime, source.reference).filter(isFresh).slice(0, mutantsTried);
  const alive: string[] = [];
  let failed = 0;
  for (const { path, line, change, content } of mutants) {
    const reference = source.reference.map((file) => (file.path === path ? { path, content } : file));
    const run = await runAll(proof, merge(source.starter, reference), expected);
    if (run.failed > 0 || run.timed_out) failed++;
    else alive.push(`${path}, line ${line}: ${change}`);
    if (failed === mustFail) return null;
  }
  const examples = alive.length > 0 ? ` These passed: ${alive.slice(0, 3).join('; ')}.` : '';
  return `The tests are blind: ${failed} of ${mutants.length} mutants of the reference failed, where ${mustFail} must.${examples}`;
}
