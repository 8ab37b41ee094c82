import type { RuntimeName, SourceFile } from '@interviewlm/protocol';

/** The reference with one token changed, as a slip of the keyboard or of thought would change it. */
export interface Mutant {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** For people: `< became <=`. */
  readonly change: string;
  readonly content: string;
}

type Operator = readonly [pattern: RegExp, replacement: (found: string) => string];

const swap =
  (pairs: Readonly<Record<string, string>>): ((found: string) => string) =>
  (found) =>
    pairs[found] ?? found;

/** MU1 Comparisons, logic, arithmetic, numbers, booleans and what is returned: one at a time. */
const common: readonly Operator[] = [
  [/(?<![<>=!])(?:<=|>=|<(?![<=])|(?<![=-])>(?![>=]))(?=\s)/g, swap({ '<': '<=', '<=': '<', '>': '>=', '>=': '>' })],
  [/(?<=[\w)\]'"]\s)[+\-*](?=\s)/g, swap({ '+': '-', '-': '+', '*': '+' })],
  [/(?<=[\w)\]]\s)(?:\+=|-=)(?=\s)/g, swap({ '+=': '-=', '-=': '+=' })],
  [/(?<![\w.$'"])\d+(?![\w.$'"])/g, (found) => String(Number(found) + 1)],
];
const script: readonly Operator[] = [
  ...common,
  [/[!=]==/g, swap({ '===': '!==', '!==': '===' })],
  [/&&|\|\|/g, swap({ '&&': '||', '||': '&&' })],
  [/\b(?:true|false)\b/g, swap({ true: 'false', false: 'true' })],
  [/\breturn [^;\n]+(?=;)/g, () => 'return undefined'],
];
const python: readonly Operator[] = [
  ...common,
  [/(?<![=!<>])(?:==|!=)(?=\s)/g, swap({ '==': '!=', '!=': '==' })],
  [/\b(?:and|or)\b/g, swap({ and: 'or', or: 'and' })],
  [/\b(?:True|False)\b/g, swap({ True: 'False', False: 'True' })],
  [/\breturn [^\n]+/g, () => 'return None'],
];

const languages: Partial<Record<RuntimeName, readonly Operator[]>> = { javascript: script, typescript: script, python };

/** Comments and texts: what stands in them decides nothing, or everything at once. */
const silent: Partial<Record<RuntimeName, RegExp>> = {
  javascript: /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
  typescript: /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
  python: /"""[\s\S]*?"""|'''[\s\S]*?'''|#[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g,
};

export const canMutate = (runtime: RuntimeName): boolean => languages[runtime] !== undefined;

/**
 * MU2 The same files give the same mutants in the same order: spread over the code, so that the first few are not all of one line.
 * MU3 Nothing inside a comment or a text is touched, and no type annotation after a colon that only names one.
 */
export function mutantsOf(runtime: RuntimeName, files: readonly SourceFile[]): Mutant[] {
  const operators = languages[runtime] ?? [];
  const found = files.flatMap(({ path, content }) => {
    const visible = blanked(runtime, content);
    return operators.flatMap(([pattern, replacement]) =>
      [...visible.matchAll(pattern)].map((match) => mutant(path, content, match, replacement(match[0]))),
    );
  });
  const real = found.filter((each): each is Mutant => each !== null).sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
  return spread(real);
}

function mutant(path: string, content: string, { index, 0: token }: RegExpExecArray, replacement: string): Mutant | null {
  if (replacement === token) return null;
  const line = content.slice(0, index).split('\n').length;
  const original = content.slice(index, index + token.length);
  const changed = content.slice(0, index) + replacement + content.slice(index + token.length);
  return { path, line, change: `${original} became ${replacement}`, content: changed };
}

const blanked = (runtime: RuntimeName, content: string): string =>
  content.replace(silent[runtime] ?? /(?!)/g, (text) => text.replace(/[^\n]/g, ' '));

/** First, middle, last, then the middles of what is between: however many are tried, they stand far apart. */
function spread<T>(list: readonly T[]): T[] {
  const order: T[] = [];
  const taken = new Set<number>();
  for (let step = list.length; step >= 1; step = Math.floor(step / 2)) {
    for (let index = Math.floor(step / 2); index < list.length; index += step) {
      const one = list[index];
      if (one === undefined || taken.has(index)) continue;
      taken.add(index);
      order.push(one);
    }
  }
  return order;
}
