import type { Runtime } from '../../runs/runtimes.js';
import type { StructuredTask } from '../../structured/port.js';
import { WrittenQuestion, type QuestionRequest } from '../written.js';

/** Kept with every generated question; a change of the words below is a new version. */
export const promptVersion = 'question-1';

const system = `You write questions for coding interviews. A question has a statement in Markdown, starter files that the candidate edits,
a reference solution (the same paths as the starter's files), visible tests that the candidate can read, and hidden tests.

Every question is run before anybody sees it, and refused unless all of this holds:
- The reference passes all tests, every time, in a few seconds at most. The starter compiles but fails some tests.
- There are at least six tests, all of different names, and a hidden test has no visible test's name. Tests print nothing.
- Mistakes in the reference are caught: when a comparison, an operator, a number or a returned value in it is changed, a test fails.
- The statement names every function, class and rule that a test checks, with its exact name, its arguments and what it gives for edge cases.
- Nothing asks the clock, chance, the network, the file system or a package that is not part of the language.
- The reference has at least five lines that the starter does not have.

A question takes 15 to 30 minutes, has a concrete setting, needs no special knowledge of a trade, and is not one that is found word for word in
public collections. Plain words: many candidates read it in their second language.`;

/** A statement, four sets of files and what the model thinks before. */
const max_tokens = 32_000;

const levels = ['a warm-up', 'easy', 'of medium difficulty', 'challenging', 'hard'];

/** What the model is asked, and after a refusal why. Nothing in it is a candidate's own text. */
export function writingTask(request: QuestionRequest, runtime: Runtime, refusals: readonly string[]): StructuredTask<WrittenQuestion> {
  const { topic, difficulty, performance } = request;
  const parts = [
    `Write one question in ${runtime.title}, ${levels[difficulty - 1] ?? levels[2] ?? ''} (${difficulty} of 5)${topic ? `, about: ${topic}` : ''}.`,
    `Test files are named like ${runtime.tests.join(' or ')}. ${testing[runtime.name] ?? ''}`.trim(),
    ...(performance.length > 0
      ? [`It is for a candidate who did this so far:\n${performance.map(line).join('\n')}\nAsk for something they have not shown yet.`]
      : []),
    ...(refusals.length > 0
      ? [
          `Earlier attempts were refused for these reasons. Write a question to which none of them applies:\n${refusals.map((reason) => `- ${reason}`).join('\n')}`,
        ]
      : []),
  ];
  return { system, prompt: parts.join('\n\n'), shape: WrittenQuestion, max_tokens };
}

const line = ({ title, difficulty, passed, total }: QuestionRequest['performance'][number]) =>
  `- ${title} (difficulty ${difficulty}): ${passed} of ${total} tests passed`;

const testing: Readonly<Record<string, string>> = {
  javascript:
    "Tests import { describe, expect, test } from '@jest/globals' and the candidate's files by relative path with their extension.",
  typescript:
    "Tests import { describe, expect, test } from '@jest/globals' and the candidate's files by relative path with their extension .ts.",
  python: 'Tests are unittest.TestCase classes that import from the module of the candidate by its name.',
};
