import type { AssistantContext, AssistantRequest } from '../../services/assistant/port.js';

export interface Answer {
  text: string;
  /** A tool to call after the text. */
  call?: { id: string; name: string; input: Record<string, unknown> };
}

export type ContextFile = AssistantContext['files'][number];

export type LastTurn = { kind: 'text'; text: string } | { kind: 'tool_result'; failed: boolean; content: string };

/** What has to be answered: the candidate's last words, or what became of our last tool call. */
export function lastTurn({ messages }: AssistantRequest): LastTurn {
  const last = messages.at(-1);
  if (last?.role !== 'user') return { kind: 'text', text: '' };
  for (const block of last.content.toReversed()) {
    if (block.type === 'tool_result') return { kind: 'tool_result', failed: block.failed, content: block.content };
    if (block.type === 'text') return { kind: 'text', text: block.text };
  }
  return { kind: 'text', text: '' };
}

/** The candidate's messages, oldest first. */
export function userTexts({ messages }: AssistantRequest): string[] {
  return messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''))
    .filter((text) => text !== '');
}

/** Files that the candidate writes, the open one first. */
export function codeFiles(context: AssistantContext): ContextFile[] {
  const writable = context.files.filter((file) => !file.read_only && isCode(file));
  return writable.toSorted((a, b) => Number(b.path === context.open?.path) - Number(a.path === context.open?.path));
}

/** The file the answer is most likely about; null when the candidate has no code yet. */
export const openFile = (context: AssistantContext): ContextFile | null => codeFiles(context)[0] ?? null;

/** The question's tests, as far as they are on the screen. */
export const testFiles = (context: AssistantContext): ContextFile[] => context.files.filter((file) => file.read_only && isCode(file));

/** Rules read files of this size at most: what they cost grows with it, and no exercise needs more. */
const readable = 64 * 1024;

const isCode = ({ path, content }: ContextFile): boolean =>
  content.length <= readable && /\.(?:[cm]?[jt]sx?|py|go|java|cc|cpp|cxx|h|hpp|rs|rb)$/.test(path);

/** 1-based line of a character offset. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
