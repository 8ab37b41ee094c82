import type { QuestionSource, SourceFile } from '@interviewlm/protocol';
import { z } from 'zod';

const Replacement = z.strictObject({ from: z.string().min(1), to: z.string() });
const Choice = z.strictObject({ name: z.string().min(1), replace: z.array(Replacement).min(1) });

/** `variants.json` beside a question: in how many ways it may be changed, and what each way changes in all of its files. */
export const Variants = z.strictObject({
  axes: z.array(z.strictObject({ name: z.string().min(1), choices: z.array(Choice).min(1) })).min(1),
});
export type Variants = z.infer<typeof Variants>;
type Replacement = z.infer<typeof Replacement>;

/** A question and the ways in which it may be changed. */
export interface Family {
  readonly source: QuestionSource;
  readonly variants: Variants;
}

/** How many there are beside the question as it was written. */
export const variantCount = ({ variants }: Family): number =>
  variants.axes.reduce((count, { choices }) => count * (choices.length + 1), 1) - 1;

/**
 * The question's n-th variant, from 1 to `variantCount`: the same for the same number.
 *
 * VA1 On each axis the question stays as it was written or takes one choice; a choice changes statement, starter, reference and tests in step,
 *     and the names of files.
 * VA2 A name is replaced where it stands as a whole word, everything else wherever it stands.
 * VA3 What is to be replaced must be there. A text that an axis before it changed is looked for as it became; one that isn't there is an
 *     error, not a question that is half changed.
 */
export function variantOf({ source, variants }: Family, n: number): QuestionSource {
  const picks = picksOf(variants, n);
  const chosen = variants.axes.flatMap(({ choices }, axis) => choices[(picks[axis] ?? 0) - 1] ?? []);
  // What is said in more words comes first: an axis that renames a word must not hide the sentence that another one changes.
  const replacements = chosen.flatMap(({ replace }) => replace).sort((a, b) => Number(isWord(a.from)) - Number(isWord(b.from)));
  const changed = replacements.reduce(replaced, { ...source, slug: `${source.slug}-${picks.join('')}` });
  const names = chosen.map(({ name }) => name).join(', ');
  return { ...changed, title: changed.title === source.title ? `${source.title} (${names})` : changed.title };
}

/** Each axis as a digit of `n`. */
function picksOf({ axes }: Variants, n: number): number[] {
  let rest = n;
  return axes.map(({ choices: { length } }) => {
    const pick = rest % (length + 1);
    rest = Math.floor(rest / (length + 1));
    return pick;
  });
}

function replaced(source: QuestionSource, { from, to }: Replacement): QuestionSource {
  const found = new Set<string>();
  const pattern = new RegExp(isWord(from) ? `(?<!\\w)${from}(?!\\w)` : escaped(from), 'g');
  const inText = (text: string) =>
    text.replace(pattern, () => {
      found.add(from);
      return to;
    });
  const inFiles = (files: readonly SourceFile[]) => files.map(({ path, content }) => ({ path: inText(path), content: inText(content) }));
  const changed: QuestionSource = {
    ...source,
    title: inText(source.title),
    instructions: inText(source.instructions),
    starter: inFiles(source.starter),
    reference: inFiles(source.reference),
    visible_tests: inFiles(source.visible_tests),
    hidden_tests: inFiles(source.hidden_tests),
  };
  if (found.size === 0) throw new Error(`There is no ${JSON.stringify(from)} in ${source.slug}`);
  return changed;
}

const isWord = (text: string) => /^\w+$/.test(text);
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
