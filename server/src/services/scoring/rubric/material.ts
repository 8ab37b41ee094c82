import type { SessionEvent, SourceFile } from '@interviewlm/protocol';
import { eventsOf } from '../evidence.js';
import { isChanged, type AnsweredQuestion } from '../findings.js';

/** More is cut: a rubric is about how code is written, and that shows in the first screens. */
const fileChars = 12_000;
const answerChars = 40_000;
const promptChars = 2_000;
const mostPrompts = 40;

/** An answer as the model sees it: the statement that stood on the screen, and what was handed in. */
export interface JudgedAnswer {
  readonly question: string;
  readonly statement: string;
  readonly files: readonly SourceFile[];
}

export interface JudgedPrompt {
  /** Of the log: the prompt's message. */
  readonly message: string;
  readonly text: string;
  readonly selection: string | null;
  /** What the last run of the visible tests had said by then. */
  readonly tests: string | null;
}

/** The answers that differ from what was laid out, in the order of the interview. */
export function judgedAnswers(log: readonly SessionEvent[], answers: readonly Omit<AnsweredQuestion, 'lint'>[]): JudgedAnswer[] {
  const statements = new Map(eventsOf(log, 'question.shown').map(({ data }) => [data.question, `${data.title}\n\n${data.instructions}`]));
  return answers.filter(isChanged).map(({ question, files }) => {
    let room = answerChars;
    const cut = files.map(({ path, content }) => {
      const kept = content.slice(0, Math.min(fileChars, room));
      room -= kept.length;
      return { path, content: kept };
    });
    return { question, statement: statements.get(question) ?? '', files: cut.filter(({ content }) => content !== '') };
  });
}

export function judgedPrompts(log: readonly SessionEvent[]): JudgedPrompt[] {
  let tests: string | null = null;
  const prompts: JudgedPrompt[] = [];
  for (const event of log) {
    if (event.type === 'tests.result' && event.data.kind === 'visible')
      tests = `${event.data.result.passed} of ${event.data.result.total} tests passed`;
    if (event.type === 'question.shown') tests = null;
    if (event.type !== 'chat.user') continue;
    const { message, text, selection } = event.data;
    prompts.push({ message, text: text.slice(0, promptChars), selection: selection?.text?.slice(0, promptChars) ?? null, tests });
  }
  return prompts.slice(0, mostPrompts);
}
