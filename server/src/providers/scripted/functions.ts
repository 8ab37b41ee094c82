import type { RuntimeName } from '@interviewlm/protocol';
import { mask } from './mask.js';
import { lineAt } from './screen.js';

export interface FoundFunction {
  name: string;
  params: string;
  /** 1-based. */
  line: number;
  /** Offsets of the body in the source: between the braces, or the indented block. */
  start: number;
  end: number;
}

const keywords = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'function',
  'return',
  'constructor',
  'else',
  'match',
  'loop',
  'new',
  'await',
  'super',
]);
// Every repetition has a bound: the text is the candidate's, and no text may keep the server busy.
const params = String.raw`\((?<params>[^()]{0,300})\)[^{;=\n]{0,120}`;
const stored = String.raw`\b(?:const|let|var)\s{1,9}(?<name>\w{1,80})[^=;\n]{0,200}=\s{0,9}(?:async\s{1,9})?`;
const braced = [
  String.raw`\bfunction\s{0,9}\*?\s{0,9}(?<name>\w{1,80})\s{0,9}(?:<[^>]{0,100}>)?${params}\{`,
  String.raw`${stored}function\s{0,9}\*?\s{0,9}\w{0,80}\s{0,9}${params}\{`,
  String.raw`${stored}${params}=>\s{0,9}\{`,
  String.raw`${stored}(?<params>\w{1,80})\s{0,9}=>\s{0,9}\{`,
  String.raw`^[ \t]{1,80}(?:(?:public|private|protected|static|async|get|set|override|final)\s{1,9}){0,4}(?<name>\w{1,80})\s{0,9}(?:<[^>]{0,100}>)?${params}\{`,
  String.raw`\bfunc\s{1,9}(?:\([^()]{0,100}\)\s{0,9})?(?<name>\w{1,80})\s{0,9}${params}\{`,
  String.raw`\bfn\s{1,9}(?<name>\w{1,80})\s{0,9}(?:<[^>]{0,100}>)?${params}\{`,
].map((pattern) => new RegExp(pattern, 'gm'));
const python = /^[ \t]{0,80}(?:async[ \t]{1,9})?def[ \t]{1,9}(?<name>\w{1,80})[ \t]{0,9}\((?<params>[^()]{0,500})\)[^:\n]{0,120}:/gm;
const most = 200;

/** Functions and methods with a body, in the order they are written. */
export function findFunctions(source: string, runtime: RuntimeName): FoundFunction[] {
  const masked = mask(source, runtime);
  const found = runtime === 'python' ? indented(masked) : braced.flatMap((pattern) => withBraces(masked, pattern));
  const unique = new Map(found.toReversed().map((item) => [item.start, item]));
  return [...unique.values()].toSorted((a, b) => a.start - b.start);
}

function withBraces(masked: string, pattern: RegExp): FoundFunction[] {
  return [...masked.matchAll(pattern)].slice(0, most).flatMap((match) => {
    const name = match.groups?.['name'] ?? '';
    if (keywords.has(name)) return [];
    const start = match.index + match[0].length;
    const named = match.index + match[0].indexOf(name);
    return [{ name, params: tidy(match.groups?.['params']), line: lineAt(masked, named), start, end: closing(masked, start) }];
  });
}

function indented(masked: string): FoundFunction[] {
  return [...masked.matchAll(python)].slice(0, most).map((match) => {
    const start = match.index + match[0].length;
    const indent = /^[ \t]*/.exec(match[0])?.[0].length ?? 0;
    const dedent = new RegExp(String.raw`\n(?=[ \t]{0,${indent}}\S)`).exec(masked.slice(start));
    const end = dedent ? start + dedent.index : masked.length;
    return { name: match.groups?.['name'] ?? '', params: tidy(match.groups?.['params']), line: lineAt(masked, match.index), start, end };
  });
}

function closing(masked: string, start: number): number {
  let depth = 1;
  for (let at = start; at < masked.length; at++) {
    if (masked[at] === '{') depth++;
    if (masked[at] === '}' && --depth === 0) return at;
  }
  return masked.length;
}

const tidy = (list = ''): string => list.replace(/\s+/g, ' ').trim();
