import type { RuntimeName, SourceFile } from '@interviewlm/protocol';
import { inThread } from '../thread.js';
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
const thread = { patience_ms: 30_000, heap_mb: 512 };

/**
 * Measures sets of source files of one runtime with an established linter, one result for each. Null for a language that has none here,
 * and where the code is too long or keeps the linter busy for half a minute.
 */
export async function lint(runtime: RuntimeName, sets: readonly (readonly SourceFile[])[]): Promise<LintResult[] | null> {
  const known = languages[runtime];
  if (!known) return null;
  const read = sets.map((files) => files.filter(({ path }) => known.files.test(path)).map(({ path, content }) => ({ path, content })));
  if (read.flat().reduce((sum, { content }) => sum + content.length, 0) > mostChars) return null;
  const task: LintTask = { language: known.language, sets: read };
  // Code so nested that a parser runs out of stack or memory can't be measured; that is no error of ours.
  return inThread<LintResult[]>(import.meta.url, './lint-thread', task, thread);
}
