import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { Linter } from 'eslint';
import type { Linter as ESLint } from 'eslint';

/**
 * Runs in a thread of its own, which is ended when it takes too long: the code that it reads is a stranger's. It only parses that code;
 * nothing of it is ever run. Imports no file of ours, since it is started by its path.
 */

export interface LintTask {
  readonly language: 'javascript' | 'typescript' | 'python';
  /** Each is measured by itself. */
  readonly sets: readonly (readonly LintFile[])[];
}

interface LintFile {
  readonly path: string;
  readonly content: string;
}

export interface Problem {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export interface LintResult {
  readonly problems: Problem[];
  /** Cyclomatic complexity of each function. */
  readonly functions: { readonly path: string; readonly line: number; readonly name: string; readonly complexity: number }[];
  /** Files that can't be parsed. */
  readonly broken: string[];
}

/** The rules of `code-quality-1`: mistakes and tangles, never taste. Comments in the code can't switch them off. */
const rules: ESLint.RulesRecord = {
  complexity: ['error', 0],
  'array-callback-return': 'error',
  'default-case-last': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'for-direction': 'error',
  'max-depth': ['error', 4],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 5],
  'no-compare-neg-zero': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-constant-condition': ['error', { checkLoops: false }],
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-dupe-keys': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-fallthrough': 'error',
  'no-lonely-if': 'error',
  'no-loss-of-precision': 'error',
  'no-nested-ternary': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-shadow-restricted-names': 'error',
  'no-sparse-arrays': 'error',
  'no-throw-literal': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unused-vars': ['error', { args: 'none', caughtErrors: 'none' }],
  'no-useless-return': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
};

const ruff = {
  'line-length': 320,
  lint: {
    select: ['C901', 'F', 'E7', 'E9', 'B', 'A001', 'PLR0913', 'PLR0915', 'PLW', 'RET503', 'SIM1', 'SIM2', 'S307'],
    ignore: ['B008', 'B905', 'PLW2901', 'SIM105', 'SIM108'],
    mccabe: { 'max-complexity': 0 },
    pylint: { 'max-args': 5, 'max-statements': 50 },
  },
  'target-version': 'py311',
};

const require = createRequire(import.meta.url);
const task = workerData as LintTask;
parentPort?.postMessage(task.sets.map(task.language === 'python' ? python() : script(task.language)));

function script(language: LintTask['language']): (files: readonly LintFile[]) => LintResult {
  const linter = new Linter({ configType: 'flat' });
  const parser: ESLint.Parser | undefined = language === 'typescript' ? (require('@typescript-eslint/parser') as ESLint.Parser) : undefined;
  const config: ESLint.Config[] = [
    {
      // A pattern that ends in a bare star would not make ESLint look at TypeScript.
      files: ['**/*.{js,cjs,mjs,ts,cts,mts}'],
      languageOptions: { ecmaVersion: 'latest', sourceType: 'module', ...(parser && { parser }) },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
      rules,
    },
  ];
  return (files) => {
    const result: LintResult = { problems: [], functions: [], broken: [] };
    for (const { path, content } of files) {
      for (const { ruleId, message, line, fatal } of linter.verify(content, config, { filename: path })) {
        if (fatal) result.broken.push(path);
        else if (ruleId === null && message.includes('noInlineConfig')) continue;
        else if (ruleId === null) throw new Error(`${path} was not measured: ${message}`);
        else if (ruleId === 'complexity') result.functions.push({ path, line, ...complexityIn(message, /complexity of (\d+)/) });
        else result.problems.push({ path, line, rule: ruleId, message });
      }
    }
    return result;
  };
}

interface Found {
  code: string | null;
  message: string;
  start_location: { row: number };
}

function python(): (files: readonly LintFile[]) => LintResult {
  const { Workspace, PositionEncoding } = require('@astral-sh/ruff-wasm-nodejs') as typeof import('@astral-sh/ruff-wasm-nodejs');
  const workspace = new Workspace(ruff, PositionEncoding.Utf16);
  return (files) => {
    const result: LintResult = { problems: [], functions: [], broken: [] };
    for (const { path, content } of files) {
      // `noqa` would let a candidate switch a rule off.
      for (const { code, message, start_location } of workspace.check(content.replace(/#\s*(?:noqa|ruff)\b/gi, '#')) as Found[]) {
        const line = start_location.row;
        if (code === null || code === 'invalid-syntax' || code === 'E999') result.broken.push(path);
        else if (code === 'C901') result.functions.push({ path, line, ...complexityIn(message, /\((\d+) > 0\)/) });
        else result.problems.push({ path, line, rule: code, message });
      }
    }
    return result;
  };
}

/** Both tools tell a function's complexity in the sentence of a rule whose limit is 0. */
function complexityIn(message: string, pattern: RegExp): { name: string; complexity: number } {
  const name = /['`]([^'`]+)['`]/.exec(message)?.[1] ?? 'an unnamed function';
  return { name, complexity: Number(pattern.exec(message)?.[1] ?? 1) };
}
