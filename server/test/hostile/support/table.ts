import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { longestStall_ms } from './limits.js';
import type { Entry, Untried } from './ledger.js';

/** Prints what every hostile program came to, once all have run. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const path = join(folder, 'entries.jsonl');
  project.provide('ledger', path);
  return () => {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
    rmSync(folder, { recursive: true });
    const all = lines.map((line) => JSON.parse(line) as Entry | Untried);
    const entries = all.filter((entry): entry is Entry => 'family' in entry);
    if (entries.length > 0) console.log(`\n${tableOf(entries)}\n\n${countsOf(entries)}\n`);
    for (const entry of all) if ('untried' in entry) console.log(`NOT TRIED: ${entry.untried}`);
  };
}

function tableOf(entries: readonly Entry[]): string {
  const sorted = [...entries].sort((a, b) => a.family.localeCompare(b.family));
  const rows = sorted.map(({ family, program, ended, message, own_ms, clock_ms, escape, effects }) => [
    family,
    program,
    escape === null && effects.length === 0 ? ended : 'ESCAPED',
    [...effects.map((effect) => `changed ${effect}`), escape ?? message].join(', '),
    own_ms.toFixed(0),
    clock_ms.toFixed(0),
  ]);
  const all = [['family', 'program', 'ended', 'message', 'stall', 'by clock'], ...rows].map((row) => row.map(plain));
  const widths = [24, 44, 20, 74, 5, 8].map((most, column) => Math.min(most, Math.max(...all.map((row) => row[column]?.length ?? 0))));
  return all
    .map((row) =>
      row
        .map((cell, column) => fit(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function countsOf(entries: readonly Entry[]): string {
  const families = new Set(entries.map(({ family }) => family)).size;
  const escapes = entries.filter(({ escape }) => escape !== null).length;
  const effects = entries.filter((entry) => entry.effects.length > 0).length;
  const own = entries.map(({ own_ms }) => own_ms);
  const stalls = own.filter((ms) => ms >= longestStall_ms).length;
  return [
    `${entries.length} hostile programs of ${families} families: ${escapes} escapes, ${effects} host effects,`,
    `${stalls} server stalls over ${longestStall_ms} ms (longest ${Math.max(...own).toFixed(0)} ms of its own,`,
    `${Math.max(...entries.map(({ clock_ms }) => clock_ms)).toFixed(0)} ms by the clock of a machine that others use too)`,
  ].join(' ');
}

/** What a hostile program says must not speak to the terminal of whoever reads the table. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const fit = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));
