import { getLocale, numberLocale } from './localize.js';

/** Made once for each locale: the browser takes half a millisecond to find out how something is written in one. */
const made = new Map<string, unknown>();

function once<T>(name: string, make: () => T): T {
  const key = `${getLocale()} ${name}`;
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

const unit = (name: 'hour' | 'minute' | 'second' | 'millisecond', unitDisplay: 'narrow' | 'long', maximumFractionDigits = 0) =>
  once(
    `${name} ${unitDisplay} ${maximumFractionDigits}`,
    () => new Intl.NumberFormat(numberLocale(), { style: 'unit', unit: name, unitDisplay, maximumFractionDigits }),
  );

/** `12,345` */
export const numberText = (value: number): string => once('number', () => new Intl.NumberFormat(numberLocale())).format(value);

/** `$0.02`: what an assistant costs is in dollars everywhere. Of a cent and less, four digits. */
export function dollarsText(amount: number): string {
  const digits = amount < 0.01 ? 4 : 2;
  const format = once(`dollars ${digits}`, () => {
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(numberLocale(), { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol', ...fraction });
  });
  return format.format(amount);
}

/** `1.2K` */
export const shortNumberText = (value: number): string =>
  once('compact', () => new Intl.NumberFormat(numberLocale(), { notation: 'compact', maximumSignificantDigits: 2 })).format(value);

/** `420ms`, or `1.5s` from a second on. */
export const durationText = (ms: number): string =>
  ms < 1000 ? unit('millisecond', 'narrow').format(ms) : unit('second', 'narrow', 1).format(ms / 1000);

/** For screen readers: `1 hour 3 minutes 7 seconds`, and nothing for no time at all. */
export function spokenDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const said = parts.filter(([, count]) => count > 0).map(([name, count]) => unit(name, 'long').format(count));
  return once('units', () => new Intl.ListFormat(getLocale(), { type: 'unit', style: 'narrow' })).format(said);
}

/** `edits, files and test runs` */
export const listed = (parts: readonly string[]): string =>
  once('list', () => new Intl.ListFormat(getLocale(), { type: 'conjunction' })).format(parts);

/** `24 Nov 2026`, with the time of day where it matters. */
export const dateText = (timestamp: string, timeStyle?: 'short'): string =>
  once(
    `date ${timeStyle ?? ''}`,
    () => new Intl.DateTimeFormat(numberLocale(), { dateStyle: 'medium', ...(timeStyle ? { timeStyle } : {}) }),
  ).format(new Date(timestamp));
