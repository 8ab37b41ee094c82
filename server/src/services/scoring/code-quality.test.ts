import { describe, expect, test } from 'vitest';
import type { EventBody, RuntimeName, SessionEvent } from '@interviewlm/protocol';
import { codeQuality } from './code-quality.js';
import { entriesOf } from './findings.js';
import { lint } from './lint/index.js';

const question = 'qst_00000000000000000000000000';

async function judged(runtime: RuntimeName, path: string, starter: string, content: string, events: EventBody[] = []) {
  const file = (text: string) => [{ path, content: text }];
  const [answer, before] = (await lint(runtime, [file(content), file(starter)])) ?? [];
  const found = answer && before ? { answer, starter: before } : null;
  const log = events.map((body, index): SessionEvent => ({ seq: index + 1, t_ms: (index + 1) * 1000, ...body }));
  const answers = [{ question, runtime, follows: null, starter: file(starter), files: file(content), lint: found }];
  return codeQuality({ answers, log, rubric: [] }, entriesOf(log));
}

const tangle = (branch: (n: number) => string) => Array.from({ length: 24 }, (_, n) => branch(n)).join('\n');

describe('CQ1 CQ2 what a linter finds', () => {
  test.each([
    ['javascript', 'a.js', 'export function add(a, b) {\n  return a + b;\n}\n'],
    [
      'typescript',
      'a.ts',
      'export class Box<T> {\n  constructor(private readonly value: T) {}\n\n  get(): T {\n    return this.value;\n  }\n}\n',
    ],
    ['python', 'a.py', 'def add(a, b):\n    return a + b\n'],
  ] as const)('%s: clean and simple code is 100', async (runtime, path, content) => {
    const made = await judged(runtime, path, '', content);
    expect(made).toMatchObject({ score: 100, evidence: [] });
    expect(made.rubric_version).toContain('eslint 10.15.0, ruff 0.17.4');
  });

  test.each([
    ['javascript', 'a.js', '// eslint-disable-next-line\nexport function f(a) { var b = 1; if (a == 2) return 1; return 2; }\n', 3],
    ['typescript', 'a.ts', 'export function f(a: number): number { let b = 1; if (a == 2) return b; return 2; }\n', 2],
    ['python', 'a.py', 'import os  # noqa\ndef f(a, b=[]):\n    try:\n        return a\n    except:\n        return b\n', 3],
  ] as const)('%s: problems count, and a comment can not switch them off', async (runtime, path, content, problems) => {
    const made = await judged(runtime, path, '', content);
    expect(made.summary).toMatch(new RegExp(`^${problems} problems`));
    expect(made.score).toBeLessThan(70);
  });

  test.each([
    ['javascript', 'a.js', `export function f(x) {\n${tangle((n) => `  if (x === ${n}) return ${n * 2};`)}\n  return 0;\n}\n`],
    ['python', 'a.py', `def f(x):\n${tangle((n) => `    if x == ${n}:\n        return ${n * 2}`)}\n    return 0\n`],
  ] as const)('%s: a function with 25 ways through it is tangled', async (runtime, path, content) => {
    expect(await judged(runtime, path, '', content)).toMatchObject({ score: 60, summary: expect.stringContaining('25 ways') as string });
  });

  test('what the starter had already is not the candidate’s', async () => {
    const starter = 'export function f(a) {\n  var b = a;\n  return b;\n}\n';
    expect(await judged('javascript', 'a.js', starter, `${starter}\nexport const g = 1;\n`)).toMatchObject({ score: 100 });
    expect(await judged('javascript', 'a.js', starter, starter)).toMatchObject({ score: null });
  });

  test('code that can not be parsed is 0, and a language without a linter has no score', async () => {
    expect(await judged('javascript', 'a.js', '', 'export function (')).toMatchObject({ score: 0 });
    expect(await judged('python', 'a.py', '', 'def f(:\n')).toMatchObject({ score: 0 });
    expect(await judged('go', 'a.go', '', 'package a\n')).toMatchObject({ score: null });
  });

  test('hostile nesting ends in an answer, not in a crash', async () => {
    const made = await judged('javascript', 'a.js', '', `export const a = ${'['.repeat(90_000)}1${']'.repeat(90_000)};`);
    expect([0, null]).toContain(made.score);
  }, 40_000);
});

test('the evidence is the moment at which the line was written to stay', async () => {
  const line = 'export function f(a) { return a == 2; }\n';
  const edit = (at: number, deleted: number, text: string): EventBody => ({
    type: 'editor.edit',
    data: { path: 'a.js', version: 1, changes: [[at, deleted, text]], origin: 'typed' },
  });
  const made = await judged('javascript', 'a.js', '', `// Two.\n${line}`, [
    { type: 'session.started', data: { files: [{ path: 'a.js', content: '' }], question } },
    edit(0, 0, line),
    edit(0, line.length, ''),
    edit(0, 0, line),
    edit(0, 0, '// Two.\n'),
    { type: 'question.answered', data: { question, index: 0 } },
  ]);
  expect(made.evidence).toEqual([
    { from_ms: 4000, to_ms: 4000, first_seq: 4, last_seq: 4, note: "a.js, line 2: Expected '===' and instead saw '=='." },
  ]);
});
