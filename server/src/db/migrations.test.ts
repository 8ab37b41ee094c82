import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The first that was written when two versions could already serve at once. */
const since = '021';
const folder = new URL('./migrations/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name >= since);
const statements = (name: string) => readFileSync(new URL(name, folder), 'utf8').split(';');

/** What the version before may still read, call, or leave out when it inserts: docs/OPERATIONS.md. */
const breaking: readonly [string, RegExp][] = [
  ['drops what may be in use', /\bdrop\s+(table|column|function|view|type)\b/i],
  ['renames what may be in use', /\brename\b/i],
  [
    'wants a value that the version before does not give',
    /\bset\s+not\s+null\b|\badd\s+(column\s+)?[^,]*\bnot\s+null\b(?![^,]*\bdefault\b)/i,
  ],
  ['refuses what the version before may write', /\badd\s+(constraint\b|check\b|foreign\b|unique\b)(?![\s\S]*\bnot\s+valid\b)/i],
  ['changes a type under those who read it', /\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b/i],
];

test('the check knows what it is looking for', () => {
  const found = (sql: string) => breaking.filter(([, pattern]) => pattern.test(sql)).length;
  for (const sql of [
    'alter table t drop column a',
    'alter table t rename column a to b',
    'alter table t add column a text not null',
    'alter table t alter column a set not null',
    'alter table t alter a type bigint',
    'alter table t add constraint c check (a > 0)',
  ])
    expect(found(sql), sql).toBe(1);
  for (const sql of ["alter table t add column a text not null default ''", 'create table t (a text not null)', 'alter table t add a text'])
    expect(found(sql), sql).toBe(0);
});

test.each(files)('%s leaves the version before able to work', (name) => {
  const found = statements(name).flatMap((sql) =>
    breaking.flatMap(([why, pattern]) => (pattern.test(sql) ? [`${why}: ${sql.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
