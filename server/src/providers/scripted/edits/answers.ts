import type { Code, Rule } from './rule.js';
import type { FoundFunction } from '../functions.js';

/** A test got nothing, and a function works out a value that it never returns. */
export const missingReturn: Rule = (code, failed) => {
  if (!failed.some(({ got }) => got === 'undefined' || got === 'None')) return null;
  for (const found of code.functions) {
    const body = code.masked.slice(found.start, found.end);
    if (/\breturn\b|\bthrow\b|\braise\b|\byield\b/.test(body)) continue;
    const name = lastComputed(body, code.runtime === 'python');
    if (name) return appended(code, found, name);
  }
  return null;
};

/** Every test failed and each got the opposite truth value: the one returned condition is the wrong way round. */
export const invertedAnswer: Rule = ({ masked, source, runtime, functions }, failed, passed) => {
  const opposite = ({ expected, got }: { expected: string | null; got: string | null }) =>
    /^(?:true|false)$/i.test(expected ?? '') && /^(?:true|false)$/i.test(got ?? '') && expected !== got;
  // One test alone may be wrong for any reason; two different ones with both answers can't be.
  if (passed > 0 || failed.length < 2 || !failed.every(opposite) || new Set(failed.map(({ got }) => got)).size < 2) return null;
  const returns = functions.flatMap(({ start, end }) =>
    [...masked.slice(start, end).matchAll(/\breturn[ \t]+(?<value>[^;\n]+)/g)].map((match) => ({ match, start })),
  );
  const [only] = returns;
  if (!only || returns.length !== 1) return null;
  const length = only.match.groups?.['value']?.trimEnd().length ?? 0;
  const offset = only.start + only.match.index + only.match[0].length - (only.match.groups?.['value']?.length ?? 0);
  const value = source.slice(offset, offset + length);
  const inserted = runtime === 'python' ? `not (${value})` : `!(${value})`;
  return {
    offset,
    deleted: length,
    inserted,
    reason: 'every answer is exactly the opposite of what its test expects, so the returned condition is the wrong way round.',
  };
};

/** The variable that the last assignment at the function's own level fills. */
function lastComputed(body: string, isPython: boolean): string | null {
  const declared = isPython
    ? [...body.matchAll(/^[ \t]+(?<name>\w+)[ \t]*=(?!=)/gm)]
    : [...body.matchAll(/\b(?:let|const|var)\s+(?<name>\w+)\b/g)];
  const names = new Set(declared.map((match) => match.groups?.['name'] ?? ''));
  const filled = [...body.matchAll(/\b(?<name>\w+)(?:[ \t]*[-+*/%&|^]?=(?![=>])|\.(?:push|append|add|set|unshift|extend)\()/g)].map(
    (match) => match.groups?.['name'] ?? '',
  );
  return filled.findLast((name) => names.has(name)) ?? null;
}

function appended({ source, runtime }: Code, { start, end }: FoundFunction, name: string) {
  const body = source.slice(start, end);
  const offset = start + body.trimEnd().length;
  const indent = /\n([ \t]+)\S/.exec(body)?.[1] ?? '  ';
  const inserted = `\n${indent}return ${name}${runtime === 'python' ? '' : ';'}`;
  return { offset, deleted: 0, inserted, reason: `\`${name}\` is worked out but never returned, so the test gets nothing.` };
}
