import { Worker } from 'node:worker_threads';
import type { RuntimeName, SourceFile } from '@interviewlm/protocol';
import type { LintResult, LintTask } from './lint-thread.js';

export type { LintResult, Problem } from './lint-thread.js';

/** Named with every code quality score: another version of a tool or rule is another rubric. */
export const lintVersion = 'eslint 10.15.0, ruff 0.17.4, rules 1';

const languages: Partial<Record<RuntimeName, { language: LintTask['language']; files: RegExp }>> = {
  javascript: { language: 'javascript', files: /\.[cm]?js$/ },
  typescript: { language: 'typescript', files: /\.[cm]?[jt]s$/ },
  python: { language: 'python', files: /\.py$/ },
};

/** What is longer was not written by hand, and must not hold up the scoring. */
const mostChars = 200_000;
const patience_ms = 30_000;

/**
 * Measures sets of source files of one runtime with an established linter, one result for each. Null for a language that has none here,
 * and where the code is too long or keeps the linter busy for half a minute.
 */
export async function lint(runtime: RuntimeName, sets: readonly (readonly SourceFile[])[]): Promise<LintResult[] | null> {
  const known = languages[runtime];
  if (!known) return null;
  const read = sets.map((files) => files.filter(({ path }) => known.files.test(path)).map(({ path, content }) => ({ path, content })));
  if (read.flat().reduce((sum, { content }) => sum + content.length, 0) > mostChars) return null;
  return inThread({ language: known.language, sets: read });
}

function inThread(task: LintTask): Promise<LintResult[] | null> {
  // The file stands beside this one under both names: compiled, and as it is in the tests, where Node strips its types.
  const file = `./lint-thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`;
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: task,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(null), patience_ms);
    const end = (results: LintResult[] | null) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(results);
    };
    worker.once('message', (results: LintResult[]) => end(results));
    // Code so nested that a parser runs out of stack or memory can't be measured; that is no error of ours.
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
