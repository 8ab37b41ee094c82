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
const braced = [
  /\bfunction\s*\*?\s*(?<name>\w+)\s*(?:<[^>]*>)?\((?<params>[^)]*)\)[^{;]*\{/g,
  /\b(?:const|let|var)\s+(?<name>\w+)[^=;\n]*=\s*(?:async\s*)?(?:function\s*\*?\s*\w*\s*)?\(?(?<params>[^()=]*(?:=[^()=>]+[^()=]*)*)\)?[^={;\n]*(?:=>)?\s*\{/g,
  /^[ \t]+(?:(?:public|private|protected|static|async|get|set|override|final)\s+)*(?<name>\w+)\s*(?:<[^>]*>)?\((?<params>[^)]*)\)[^{;=\n]*\{/gm,
  /\bfunc\s+(?:\([^)]*\)\s*)?(?<name>\w+)\s*\((?<params>[^)]*)\)[^{;]*\{/g,
  /\bfn\s+(?<name>\w+)\s*(?:<[^>]*>)?\((?<params>[^)]*)\)[^{;]*\{/g,
];
const python = /^[ \t]*(?:async[ \t]+)?def[ \t]+(?<name>\w+)[ \t]*\((?<params>[^)]*)\)[^:\n]*:/gm;

/** Functions and methods with a body, in the order they are written. */
export function findFunctions(source: string, runtime: RuntimeName): FoundFunction[] {
  const masked = mask(source, runtime);
  const found = runtime === 'python' ? indented(masked) : braced.flatMap((pattern) => withBraces(masked, pattern));
  const unique = new Map(found.toReversed().map((item) => [item.start, item]));
  return [...unique.values()].toSorted((a, b) => a.start - b.start);
}

function withBraces(masked: string, pattern: RegExp): FoundFunction[] {
  return [...masked.matchAll(pattern)].flatMap((match) => {
    const name = match.groups?.['name'] ?? '';
    // `const x = {` is an object unless an arrow or `function` came before the brace.
    if (keywords.has(name) || (/^(?:const|let|var)\b/.test(match[0]) && !/=>|\bfunction\b/.test(match[0]))) return [];
    const start = match.index + match[0].length;
    const named = match.index + match[0].indexOf(name);
    return [{ name, params: tidy(match.groups?.['params']), line: lineAt(masked, named), start, end: closing(masked, start) }];
  });
}

function indented(masked: string): FoundFunction[] {
  return [...masked.matchAll(python)].map((match) => {
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

const tidy = (params = ''): string => params.replace(/\s+/g, ' ').trim();
