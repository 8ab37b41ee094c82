import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBench, type Files } from '../runs/testing/bench.js';
import { importDirectory, type ImportStep } from './import.js';

let bench: Awaited<ReturnType<typeof openBench>>;
let folder: string;
beforeAll(async () => {
  bench = await openBench();
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-import-'));
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

async function lay(name: string, files: Files): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name, path)), { recursive: true });
    await writeFile(join(folder, name, path), content);
  }
  return join(folder, name);
}

describe('the bundled assessments', () => {
  test('are all proven', async () => {
    const steps: ImportStep[] = [];
    const dir = fileURLToPath(new URL('../../../assessments/', import.meta.url));
    const summary = await importDirectory({ dir, sandboxes: bench.sandboxes, onProgress: (step) => steps.push(step) });
    expect(summary.rejected).toEqual([]);
    expect(summary.accepted.length).toBeGreaterThanOrEqual(6);
    expect(new Set(summary.accepted.map(({ runtime }) => runtime))).toEqual(new Set(['javascript', 'typescript', 'python']));
    expect(new Set(summary.accepted.map(({ difficulty }) => difficulty))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(summary.assessments.some(({ access }) => access === 'open')).toBe(true);
    expect(summary.assessments.some(({ questions }) => questions.length === 2)).toBe(true);
    // At least one that builds on another in each language.
    const following = summary.accepted.filter(({ follows }) => follows !== undefined);
    expect(new Set(following.map(({ runtime }) => runtime))).toEqual(new Set(['javascript', 'typescript', 'python']));
    for (const { expected } of summary.accepted) expect(Math.min(expected.visible.length, expected.hidden.length)).toBeGreaterThan(0);
    expect(steps.map(({ done }) => done)).toEqual(summary.accepted.map((_, index) => index + 1));
  }, 120_000);
});

describe('our own layout', () => {
  const question = (slug: string, files: Files): Files => ({
    [`${slug}/question.json`]: JSON.stringify({ title: slug, runtime: 'javascript', difficulty: 1 }),
    [`${slug}/instructions.md`]: 'Double it.',
    [`${slug}/starter/double.js`]: 'export const double = (x) => x;',
    [`${slug}/reference/double.js`]: 'export const double = (x) => 2 * x;',
    [`${slug}/tests/visible/double.spec.js`]: `import { double } from './double.js';\ntest('visible', () => expect(double(2)).toBe(4));`,
    [`${slug}/tests/hidden/hidden.spec.js`]: `import { double } from './double.js';\ntest('hidden', () => expect(double(3)).toBe(6));`,
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`${slug}/${path}`, content])),
  });

  test('FU3 FU4 FU5 takes what builds on another question only with the proof that it does', async () => {
    const building = (slug: string, files: Files): Files =>
      question(slug, {
        'question.json': JSON.stringify({ title: slug, follows: 'base', runtime: 'javascript', difficulty: 2 }),
        'instructions.md': 'Now `triple` too.',
        'reference/double.js': 'export const double = (x) => 2 * x;\nexport const triple = (x) => 3 * x;',
        'tests/visible/double.spec.js': `import { triple } from './double.js';\ntest('three', () => expect(triple(2)).toBe(6));`,
        'tests/hidden/hidden.spec.js': `import { triple } from './double.js';\ntest('more', () => expect(triple(3)).toBe(9));`,
        ...files,
      });
    const without = (files: Files, ...names: string[]) =>
      Object.fromEntries(Object.entries(files).filter(([path]) => !names.some((name) => path.endsWith(name))));
    const dir = await lay('building', {
      'assessment.json': JSON.stringify({
        title: 'Doubling',
        questions: ['base'],
        follow_ups: ['good', 'nothing-new', 'loses', 'over', 'lost'],
      }),
      ...question('base', {}),
      ...without(building('good', {}), 'starter/double.js'),
      ...without(
        building('nothing-new', {
          'tests/visible/double.spec.js': `import { double } from './double.js';\ntest('again', () => expect(double(2)).toBe(4));`,
          'tests/hidden/hidden.spec.js': `import { double } from './double.js';\ntest('once more', () => expect(double(3)).toBe(6));`,
        }),
        'starter/double.js',
      ),
      ...without(
        building('loses', { 'reference/double.js': 'export const double = (x) => x;\nexport const triple = (x) => 3 * x;' }),
        'starter/double.js',
      ),
      ...building('over', {}),
      ...without(
        building('lost', { 'question.json': JSON.stringify({ title: 'lost', follows: 'gone', runtime: 'javascript', difficulty: 2 }) }),
        'starter/double.js',
      ),
    });
    const { accepted, rejected, assessments } = await importDirectory({ dir, sandboxes: bench.sandboxes });
    expect(accepted.map(({ slug, follows }) => [slug, follows])).toEqual([
      ['base', undefined],
      ['good', 'base'],
    ]);
    expect(Object.fromEntries(rejected.map(({ slug, reason }) => [slug, reason]))).toEqual({
      'nothing-new': 'The solution before passes every test already.',
      loses: 'The reference no longer passes a test of base: visible.',
      over: "Its starter would write over double.js, which is the candidate's by then.",
      lost: 'There is no question gone here for it to build on.',
    });
    expect(assessments).toMatchObject([{ title: 'Doubling', follow_ups: true, questions: ['base'] }]);
  }, 60_000);

  test('accepts what is proven and names the reason for everything else', async () => {
    const dir = await lay('own', {
      'assessment.json': JSON.stringify({
        title: 'Doubling',
        questions: ['good', 'solved', 'wrong', 'clash', 'needs', 'untested', 'bad-json', 'absent', 'endless'],
      }),
      ...question('good', {}),
      ...question('solved', { 'starter/double.js': 'export const double = (x) => x + x;' }),
      ...question('wrong', { 'reference/double.js': 'export const double = (x) => 4;' }),
      ...question('clash', {
        'tests/hidden/hidden.spec.js': `import { double } from './double.js';\ntest('visible', () => expect(double(3)).toBe(6));`,
      }),
      ...question('needs', { 'reference/double.js': `import _ from 'lodash';\nexport const double = (x) => 2 * x;` }),
      ...question('untested', { 'tests/visible/double.spec.js': 'export {};' }),
      ...question('bad-json', { 'question.json': '{' }),
      ...question('endless', { 'reference/double.js': 'export const double = (x) => { for (;;); };' }),
    });
    const steps: ImportStep[] = [];
    const { accepted, rejected, assessments } = await importDirectory({
      dir,
      sandboxes: bench.sandboxes,
      limits: { wall_ms: 3000 },
      onProgress: (step) => steps.push(step),
    });
    // One that was too slow is tried again when the others are through, and told of once.
    expect(steps.map(({ done }) => done)).toEqual(steps.map((_, index) => index + 1));
    expect(steps).toHaveLength(accepted.length + rejected.length);
    expect(steps.at(-1)?.slug).toBe('endless');
    expect(accepted).toMatchObject([{ slug: 'good', expected: { visible: ['visible'], hidden: ['hidden'] } }]);
    expect(assessments).toEqual([]);
    expect(Object.fromEntries(rejected.map(({ slug, reason }) => [slug, reason.split('\n')[0]]))).toEqual({
      solved: 'The starter passes every test already.',
      wrong: expect.stringMatching(
        /^The reference solution fails 1 of 1 tests, e\.g\. hidden: expect\(received\)\.toBe\(expected\)/,
      ) as string,
      clash: 'A hidden test has the name of a visible one: visible',
      needs: "Needs the package lodash, which this runtime doesn't have.",
      untested: expect.stringContaining('The reference solution fails') as string,
      'bad-json': expect.stringContaining('question.json is not valid JSON') as string,
      absent: 'question.json cannot be read',
      endless: 'The reference solution needs longer than the limit of 3 seconds.',
    });
  }, 120_000);

  test('a folder of neither layout is an error', async () => {
    const dir = await lay('neither', { 'readme.txt': 'hello' });
    await expect(importDirectory({ dir, sandboxes: bench.sandboxes })).rejects.toThrow('has neither');
  });
});

describe('an Exercism track', () => {
  test('maps examples onto solutions, takes support files along and un-skips', async () => {
    const config = (solution: string[], example: string[]) =>
      JSON.stringify({ blurb: 'Sum up.', files: { solution, test: ['sum.spec.js'], example } });
    const dir = await lay('track', {
      'config.json': JSON.stringify({
        slug: 'javascript',
        exercises: {
          practice: [{ slug: 'sum', name: 'Sum', difficulty: 7, practices: ['arrays'] }, { slug: 'outside' }],
        },
      }),
      'exercises/practice/sum/.meta/config.json': config(['sum.js'], ['.meta/proof.ci.js']),
      'exercises/practice/sum/.docs/introduction.md': '# Introduction\n',
      'exercises/practice/sum/.docs/instructions.md': 'Add all.\n',
      'exercises/practice/sum/.meta/proof.ci.js': `import { zero } from '../zero';\nexport const sum = (list) => list.reduce((a, b) => a + b, zero);`,
      'exercises/practice/sum/sum.js': 'export const sum = () => { throw new Error("Remove"); };',
      'exercises/practice/sum/zero.js': 'export const zero = 0;',
      'exercises/practice/sum/package.json': '{}',
      'exercises/practice/sum/sum.spec.js': `import { expect, test, xtest } from '@jest/globals';\nimport { sum } from './sum';\ntest('none', () => expect(sum([])).toBe(0));\nxtest('some', () => expect(sum([1, 2])).toBe(3));`,
      'exercises/practice/outside/.meta/config.json': config(['../../../config.json'], ['.meta/proof.ci.js']),
      'exercises/practice/outside/sum.spec.js': '',
    });
    const { accepted, rejected, assessments } = await importDirectory({ dir, sandboxes: bench.sandboxes });
    expect(accepted).toMatchObject([
      {
        slug: 'sum',
        title: 'Sum',
        difficulty: 4,
        concepts: ['arrays'],
        instructions: '# Introduction\n\nAdd all.',
        expected: { visible: ['none', 'some'], hidden: [] },
      },
    ]);
    expect(accepted[0]?.starter.map(({ path }) => path)).toEqual(['sum.js', 'zero.js']);
    expect(assessments).toMatchObject([{ title: 'Sum', description: 'Sum up.', questions: ['sum'] }]);
    expect(rejected).toMatchObject([{ slug: 'outside', reason: expect.stringContaining('must not contain') as string }]);
  }, 60_000);
});
