import type { AssistantContext } from '../../../services/assistant/port.js';
import { failures } from '../failure.js';
import { findFunctions } from '../functions.js';
import { mask } from '../mask.js';
import { lineAt, type ContextFile } from '../screen.js';
import { assignmentInCondition, comparedWithNaN, numbersSortedAsText, pastTheEnd } from './mistakes.js';
import { invertedAnswer, missingReturn } from './answers.js';
import { misspelledName } from './names.js';
import type { Change, Rule } from './rule.js';

const rules: readonly Rule[] = [
  misspelledName,
  missingReturn,
  numbersSortedAsText,
  assignmentInCondition,
  comparedWithNaN,
  pastTheEnd,
  invertedAnswer,
];

export interface FoundEdit {
  path: string;
  line: number;
  reason: string;
  /** The whole file with the change made. */
  content: string;
}

/** The first rule that applies to the first file it applies to; null when none does. */
export function findEdit(files: readonly ContextFile[], context: AssistantContext): FoundEdit | null {
  const failed = failures(context);
  const { runtime } = context.question;
  for (const { path, content: source } of files) {
    const code = { source, masked: mask(source, runtime), functions: findFunctions(source, runtime), runtime };
    for (const rule of rules) {
      const change = rule(code, failed, context.last_run?.passed ?? 0);
      if (change) return { path, line: lineAt(source, change.offset), reason: change.reason, content: apply(source, change) };
    }
  }
  return null;
}

const apply = (source: string, { offset, deleted, inserted }: Change): string =>
  source.slice(0, offset) + inserted + source.slice(offset + deleted);
