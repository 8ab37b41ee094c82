import { describe, expect, test } from 'vitest';
import { texts as ar } from '../packages/ui/src/locales/ar.ts';
import { texts as de } from '../packages/ui/src/locales/de.ts';
import { texts as es } from '../packages/ui/src/locales/es.ts';
import { texts as ja } from '../packages/ui/src/locales/ja.ts';
import { textsInSources } from './texts.mjs';

const { texts, untranslated } = textsInSources();
const placeholders = (text) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
/** The forms that counts have which people see; Spanish has another one for millions. */
const formsOf = (locale) => [...new Set(Array.from({ length: 1000 }, (_, count) => new Intl.PluralRules(locale).select(count)))].sort();

test('every word in a template goes through msg', () => {
  expect(texts.size).toBeGreaterThan(500);
  expect(untranslated).toEqual([]);
});

describe.each(Object.entries({ ar, de, es, ja }))('%s', (locale, translated) => {
  test('has every text, and none that nothing shows any more', () => {
    const missing = [...texts.values()].filter(({ source }) => !(source in translated)).map(({ source, where }) => `${where} ${source}`);
    expect(missing).toEqual([]);
    expect(Object.keys(translated).filter((source) => !texts.has(source))).toEqual([]);
  });

  test('has the values of each text, all of them and no others', () => {
    for (const [source, text] of Object.entries(translated)) {
      if (typeof text === 'string') expect(placeholders(text), source).toEqual(placeholders(source));
      // “one minute” needs no number, and “two minutes” is a word of its own in Arabic.
      else for (const form of Object.values(text)) expect(placeholders(source), source).toEqual(expect.arrayContaining(placeholders(form)));
      if (typeof text !== 'string') expect(placeholders(text.other), source).toEqual(placeholders(source));
    }
  });

  test('has a form for each kind of count, where a text is about one', () => {
    for (const { source, isPlural } of texts.values()) {
      const text = translated[source];
      if (isPlural) expect(Object.keys(text).sort(), source).toEqual(formsOf(locale));
      else expect(typeof text, source).toBe('string');
    }
  });
});
