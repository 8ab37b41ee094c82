import type { AssistantContext } from '../../services/assistant/port.js';
import type { Failure } from './failure.js';
import { findFunctions, type FoundFunction } from './functions.js';
import { codeFiles, lineAt, testFiles, type ContextFile } from './screen.js';

export interface Place {
  path: string;
  /** 1-based. */
  line: number;
  /** The line itself, trimmed. */
  code: string;
  why: string;
}

/** The line of the candidate's code that a failure points at: its stack trace, else the function its test calls. */
export function locate(failure: Failure, context: AssistantContext): Place | null {
  return fromTrace(failure, context) ?? fromTest(failure, context);
}

function fromTrace({ message }: Failure, context: AssistantContext): Place | null {
  for (const file of codeFiles(context)) {
    const name = escapeRegExp(file.path.split('/').at(-1) ?? file.path);
    const frame = new RegExp(String.raw`(?:^|[/\s("'])${name}(?::|", line )(?<line>\d+)`, 'm').exec(message.slice(0, 4000));
    const place = frame && placeAt(file, Number(frame.groups?.['line']), 'the error came from there');
    if (place) return place;
  }
  return null;
}

function fromTest(failure: Failure, context: AssistantContext): Place | null {
  const body = testBody(failure.name, testFiles(context));
  const functions = codeFiles(context).flatMap((file) =>
    findFunctions(file.content, context.question.runtime).map((found) => ({ file, found })),
  );
  const called = functions.find(({ found }) => body !== null && calls(body, found)) ?? (functions.length === 1 ? functions[0] : undefined);
  if (!called) return null;
  const { file, found } = called;
  return placeAt(file, answerLine(file, found, context), `\`${found.name}\` is what the test calls, and its answer is made there`);
}

/** From where the test's title stands to the next title; null when the test isn't on the screen. */
function testBody(name: string, files: readonly ContextFile[]): string | null {
  const title =
    name
      .split(/ > | › |::|\./)
      .at(-1)
      ?.trim() ?? name;
  for (const { content } of files) {
    const at = content.indexOf(title);
    if (title === '' || at < 0) continue;
    const rest = content.slice(at);
    const next = /\n\s*(?:x?test|x?it|def|func|fn|@Test|void|TEST(?:_CASE)?)\b/.exec(rest);
    return rest.slice(0, next?.index ?? 2000);
  }
  return null;
}

/** The line where a function answers: its last `return` or `throw`, else its first. */
function answerLine(file: ContextFile, found: FoundFunction, context: AssistantContext): number {
  const pattern = context.question.runtime === 'python' ? /\b(?:return|raise|pass)\b/g : /\b(?:return|throw)\b/g;
  const last = [...file.content.slice(found.start, found.end).matchAll(pattern)].at(-1);
  return last ? lineAt(file.content, found.start + last.index) : found.line;
}

function placeAt(file: ContextFile, line: number, why: string): Place | null {
  const code = file.content.split('\n')[line - 1]?.trim();
  return code ? { path: file.path, line, code, why } : null;
}

const calls = (body: string, found: FoundFunction): boolean => new RegExp(String.raw`\b${escapeRegExp(found.name)}\b\s*\(`).test(body);
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
