import type { StrResult } from '@lit/localize';
import { getLocale, msg } from './localize.js';

const patterns = new WeakMap<readonly string[], RegExp>();

/**
 * A sentence that a server or a recording said in English, in the page's locale. `phrases` are the sentences that are known, written as
 * `str` with anything in the places of values; one that is none of them stays as it is.
 */
export function retell(sentence: string, phrases: readonly StrResult[]): string {
  if (getLocale() === 'en') return sentence;
  for (const { strings } of phrases) {
    const values = patternOf(strings).exec(sentence)?.slice(1);
    if (values) return msg({ strTag: true, strings, values });
  }
  return sentence;
}

function patternOf(strings: StrResult['strings']): RegExp {
  let pattern = patterns.get(strings);
  if (!pattern) {
    pattern = new RegExp(`^${strings.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([^]+?)')}$`);
    patterns.set(strings, pattern);
  }
  return pattern;
}
