import type { Rule } from './rule.js';

/** A name that does not exist, one or two slips of the finger away from one that does. */
export const misspelledName: Rule = ({ masked }, failed) => {
  for (const { thrown } of failed) {
    const unknown = /ReferenceError: (\w{1,60}) is not defined|NameError: name '(\w{1,60})' is not defined/.exec(thrown ?? '');
    const name = unknown?.[1] ?? unknown?.[2];
    if (!name) continue;
    const use = new RegExp(String.raw`\b${name}\b`).exec(masked);
    const meant = closest(name, declaredNames(masked));
    if (use && meant)
      return { offset: use.index, deleted: name.length, inserted: meant, reason: `\`${name}\` does not exist; \`${meant}\` does.` };
  }
  return null;
};

function declaredNames(masked: string): string[] {
  const words = masked.match(/\b[A-Za-z_]\w{2,60}\b/g) ?? [];
  const declared = new RegExp(String.raw`\b(?:let|const|var|function|class|def|for|import|as)\s+\(?\s*(\w+)|(\w+)\s*(?:,|=(?!=)|\))`, 'g');
  const names = new Set([...masked.matchAll(declared)].map((match) => match[1] ?? match[2] ?? ''));
  return [...new Set(words)].filter((word) => names.has(word));
}

/** Null unless exactly one name is nearest: a guess between two is no rule. */
function closest(name: string, candidates: readonly string[]): string | null {
  const allowed = name.length > 5 ? 2 : 1;
  const ranked = candidates
    .filter((candidate) => candidate !== name)
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter((entry) => entry.distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance);
  const [first, second] = ranked;
  return first && first.distance !== second?.distance ? first.candidate : null;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const cell = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      const row = rows[i];
      if (row) row[j] = Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + same, swapped);
    }
  }
  return cell(a.length, b.length);
}
