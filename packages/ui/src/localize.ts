import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import { runtimeMsg } from '@lit/localize/internal/runtime-msg.js';
import { str } from '@lit/localize/internal/str-tag.js';
import type { StrResult } from '@lit/localize';
import type { Texts } from './locales/texts.js';

export { str };

export const locales = ['en', 'de', 'es', 'ja', 'ar'] as const;
export type Locale = (typeof locales)[number];

type Templates = Parameters<typeof runtimeMsg>[0];

/** One file each, and none for English, which is in the code itself. */
const files: Record<Exclude<Locale, 'en'>, () => Promise<{ texts: Texts }>> = {
  de: () => import('./locales/de.js'),
  es: () => import('./locales/es.js'),
  ja: () => import('./locales/ja.js'),
  ar: () => import('./locales/ar.js'),
};

let current: Locale = 'en';
let wanted: Locale = 'en';
let templates: Templates;
let loading: Promise<void> | undefined;
let pluralRules: Intl.PluralRules | undefined;
const listeners = new Set<() => void>();

/**
 * A text in the page's locale; the English one is what it is known by. Not `msg` of `@lit/localize` itself, whose configuration a page
 * may only have once: a host that translates its own texts with the same package would get ours, or an error.
 */
export const msg = (text: string | StrResult): string => runtimeMsg(templates, text, undefined) as string;

/** A text about a count, with the same values in both. English has these two forms; the other locales list theirs under the second one. */
export function plural(count: number, one: StrResult, other: StrResult): string {
  const form = rules().select(count);
  if (!templates) return msg(form === 'one' ? one : other);
  return runtimeMsg(templates, other, { id: formId(other.strings, form) }) as string;
}

/** The locale that texts are in now. */
export const getLocale = (): Locale => current;

/** The one that numbers are written by: everywhere with the digits that code, clocks and line numbers have. */
export const numberLocale = (): string => `${current}-u-nu-latn`;

export const isRightToLeft = (locale: Locale = current): boolean => locale === 'ar';

/** Pending while another locale's texts are on their way, so that nothing is drawn in the wrong one. */
export const localeReady = (): Promise<void> | undefined => loading;

/** Changes the texts of every element on the page. A locale that can't be loaded leaves things as they are. */
export function setLocale(locale: Locale): Promise<void> {
  if (locale === wanted) return loading ?? Promise.resolve();
  wanted = locale;
  const load = fetchTexts(locale)
    .then((loaded) => {
      if (wanted === locale) take(locale, loaded);
    })
    .catch((error: unknown) => {
      console.warn(`The texts for "${locale}" could not be loaded.`, error);
      if (wanted === locale) wanted = current;
    })
    .finally(() => {
      if (loading === load) loading = undefined;
    });
  loading = load;
  return load;
}

/** Calls back after each change of locale, until the answered function is called. */
export function onLocaleChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The locale of ours that fits best: `de-CH` is `de`. Undefined when none does. */
export function matchLocale(tag: string | null | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return locales.find((locale) => locale === language);
}

async function fetchTexts(locale: Locale): Promise<Templates> {
  if (locale === 'en') return undefined;
  const { texts } = await files[locale]();
  return templatesOf(texts);
}

function take(locale: Locale, loaded: Templates): void {
  current = locale;
  templates = loaded;
  pluralRules = undefined;
  for (const listener of [...listeners]) listener();
}

const pluralForms: readonly Intl.LDMLPluralRule[] = ['zero', 'one', 'two', 'few', 'many', 'other'];

function templatesOf(texts: Texts): NonNullable<Templates> {
  const entries = Object.entries(texts).flatMap(([source, text]): [string, string | StrResult][] => {
    const { strings } = templateOf(source);
    if (typeof text === 'string') return [[generateMsgId(strings, false), templateOf(text)]];
    return pluralForms.map((form) => [formId(strings, form), templateOf(text[form] ?? text.other)]);
  });
  return Object.fromEntries(entries);
}

const rules = () => (pluralRules ??= new Intl.PluralRules(current));

/** `{1} of {0}` as the tag of lit-localize has it: the texts between, and which value stands where. */
function templateOf(text: string): StrResult {
  const parts = text.split(/\{(\d+)\}/);
  const strings = parts.filter((_, at) => at % 2 === 0);
  return { strTag: true, strings: Object.assign(strings, { raw: strings }), values: parts.filter((_, at) => at % 2 === 1).map(Number) };
}

const formId = (strings: readonly string[], form: Intl.LDMLPluralRule) => `${generateMsgId([...strings], false)}.${form}`;
