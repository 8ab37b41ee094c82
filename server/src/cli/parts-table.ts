import type { PartReport } from '../main.js';

/** Which parts are a vendor's and which are our own, as people read it. */
export function partsTable(parts: readonly PartReport[]): string {
  const rows = parts.map(({ part, real, detail }) => [part, real ? 'real' : 'embedded', detail]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}
