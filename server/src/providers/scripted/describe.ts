import type { AssistantContext } from '../../services/assistant/port.js';
import { findFunctions, type FoundFunction } from './functions.js';
import { mask } from './mask.js';
import { codeFiles, openFile, plural } from './screen.js';

/** What the code on the screen does, as far as its shape tells: the function that was asked for, else the selection's or the file's. */
export function describeFile(context: AssistantContext, asked: string): string {
  const file = codeFiles(context).find(({ path }) => asked.includes(path)) ?? openFile(context);
  if (!file) return 'There is no code of yours on the screen yet.';
  const { runtime } = context.question;
  const functions = findFunctions(file.content, runtime);
  if (functions.length === 0) return `\`${file.path}\` has ${plural(file.content.split('\n').length, 'line')} and no function yet.`;
  const named = functions.filter(({ name }) => new RegExp(String.raw`\b${name}\b`).test(asked));
  const chosen = named.length > 0 ? named : inSelection(functions, context, file.path);
  const masked = mask(file.content, runtime);
  const lines = chosen.map((found) => `- ${describe(found, file.content, masked)}`);
  return `\`${file.path}\` has ${plural(functions.length, 'function')}. By their shape:\n\n${lines.join('\n')}`;
}

function inSelection(functions: FoundFunction[], { open }: AssistantContext, path: string): FoundFunction[] {
  const selection = open?.path === path ? open.selection : undefined;
  if (!selection || selection.start === selection.end) return functions;
  const touched = functions.filter(({ start, end }) => start <= selection.end && end >= selection.start);
  return touched.length > 0 ? touched : functions;
}

function describe({ name, params, line, start, end }: FoundFunction, source: string, masked: string): string {
  const body = masked.slice(start, end);
  const count = (pattern: RegExp) => body.match(pattern)?.length ?? 0;
  const returns = [...body.matchAll(/\breturn\b[ \t]*([^;\n}]*)/g)].map((match) => {
    const from = start + match.index + match[0].length - (match[1]?.length ?? 0);
    return source.slice(from, from + (match[1]?.length ?? 0)).trim();
  });
  const facts = [
    part(count(/\b(?:for|while|loop)\b|\.(?:map|filter|reduce|forEach|some|every|flatMap)\b/g), 'loop'),
    part(count(/\b(?:if|elif|case|match)\b|\?(?![.?:])/g), 'branch', 'branches'),
    new RegExp(String.raw`\b${name}\s*\(`).test(body) ? 'calls itself' : '',
    count(/\b(?:throw|raise|panic)\b/g) > 0 ? 'can throw' : '',
    returns.length > 0
      ? `returns ${returns
          .slice(0, 3)
          .map((value) => `\`${value.slice(0, 80) || 'nothing'}\``)
          .join(' or ')}`
      : 'has no `return`',
  ];
  const takes = params === '' ? 'takes nothing' : `takes \`${params.slice(0, 120)}\``;
  return `\`${name}\` (line ${line}) ${[takes, ...facts.filter(Boolean)].join(', ')}.`;
}

const part = (count: number, one: string, many = `${one}s`): string =>
  count === 0 ? '' : count === 1 ? `has one ${one}` : `has ${count} ${many}`;
