import { fewest, type Impact } from './impact.js';

const columns = [
  'assessment',
  'title',
  'by',
  'group',
  'people',
  'scored',
  'scoring_rate',
  'scoring_impact_ratio',
  'decided',
  'selection_rate',
  'selection_impact_ratio',
] as const satisfies readonly (keyof Impact)[];

/** RFC 4180, rates to three places. A group that is too small to be told of has `<5` people. */
export const impactCsv = (impacts: readonly Impact[]): string =>
  [columns.join(','), ...impacts.map((impact) => columns.map((column) => cell(column, impact[column])).join(','))].join('\r\n') + '\r\n';

function cell(column: keyof Impact, value: string | number | null): string {
  if (value === null) return column === 'people' ? `<${fewest}` : '';
  if (typeof value === 'number') return /_(?:rate|ratio)$/.test(column) ? value.toFixed(3) : String(value);
  // A spreadsheet takes a text that begins like a formula for one.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
