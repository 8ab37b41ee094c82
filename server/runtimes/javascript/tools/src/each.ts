import { format } from 'node:util';

interface Row {
  args: unknown[];
  /** Named columns, for `$name` in a title. */
  columns: Record<string, unknown>;
}

/** The rows of `test.each([...])` or of the tagged template form with a heading line. */
export function rowsOf(table: unknown, values: unknown[]): Row[] {
  if (Array.isArray(table) && 'raw' in table) return templateRows(String((table as unknown as TemplateStringsArray)[0]), values);
  if (!Array.isArray(table)) throw new TypeError('.each() takes an array or a template table');
  return table.map((row: unknown) => {
    const args = Array.isArray(row) ? (row as unknown[]) : [row];
    const only: unknown = args.length === 1 ? args[0] : null;
    return { args, columns: typeof only === 'object' && only !== null ? { ...only } : {} };
  });
}

/** `%s`-style placeholders take the row's values in order, `%#` the row's number, `$name` a column. */
export function eachTitle(title: string, row: Row, index: number): string {
  const named = title.replace(/\$(#|[\w.]+)/g, (whole, key: string) => {
    if (key === '#') return String(index);
    const value = key.split('.').reduce<unknown>((at, part) => (Object(at) as Record<string, unknown>)[part], row.columns);
    return value === undefined ? whole : typeof value === 'string' ? value : format('%j', value);
  });
  const numbered = named.replace(/%#/g, String(index)).replace(/%p/g, '%j');
  const wanted = numbered.match(/%[sdifjoOc]/g)?.length ?? 0;
  return format(numbered, ...row.args.slice(0, wanted));
}

function templateRows(heading: string, values: unknown[]): Row[] {
  const names =
    heading
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.split('|')
      .map((name) => name.trim()) ?? [];
  const rows: Row[] = [];
  for (let at = 0; at + names.length <= values.length; at += names.length) {
    const columns = Object.fromEntries(names.map((name, column) => [name, values[at + column]]));
    rows.push({ args: [columns], columns });
  }
  return rows;
}
