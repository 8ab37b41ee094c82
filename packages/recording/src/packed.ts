import type { SessionEvent } from '@interviewlm/protocol';
import { count, isRecord, list, listOf, record, text } from './checks.js';

/**
 * Events by column, which compresses to a third of what objects do: each shape (a type and the names of its data) once, then for
 * each event its shape and how far `seq` and `t_ms` moved on, then for each shape a column of values for each name.
 */
export interface PackedEvents {
  readonly shapes: readonly (readonly string[])[];
  readonly order: readonly number[];
  readonly seq: readonly number[];
  readonly t_ms: readonly number[];
  readonly columns: readonly (readonly (readonly unknown[])[])[];
}

export function packEvents(events: readonly SessionEvent[]): PackedEvents {
  const shapes: string[][] = [];
  const columns: unknown[][][] = [];
  const known = new Map<string, number>();
  const order = events.map(({ type, data }) => {
    const names = Object.keys(data);
    const key = JSON.stringify([type, names]);
    const shape = known.get(key) ?? shapes.push([type, ...names]) - 1;
    known.set(key, shape);
    const rows = (columns[shape] ??= names.map(() => []));
    for (const [index, name] of names.entries()) rows[index]?.push((data as Record<string, unknown>)[name]);
    return shape;
  });
  return { shapes, order, seq: steps(events.map(({ seq }) => seq)), t_ms: steps(events.map(({ t_ms }) => t_ms)), columns };
}

/** The same events again, members in the same order. Null for what was not packed by us. Their content is not checked. */
export function unpackEvents(packed: unknown): unknown[] | null {
  if (!isPacked(packed)) return null;
  const used = packed.shapes.map(() => 0);
  let seq = 0;
  let t_ms = 0;
  return packed.order.map((shape, index) => {
    const [type = '', ...names] = packed.shapes[shape] ?? [];
    const row = used[shape] ?? 0;
    used[shape] = row + 1;
    seq += packed.seq[index] ?? 0;
    t_ms += packed.t_ms[index] ?? 0;
    // Not by assignment: a name such as `__proto__` must become a member like any other.
    const data = Object.fromEntries(names.map((name, column) => [name, packed.columns[shape]?.[column]?.[row]]));
    return { seq, t_ms, type, data };
  });
}

function steps(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

const shape = record({ shapes: listOf(listOf(text)), order: listOf(count), seq: list, t_ms: list, columns: listOf(listOf(list)) });
const isPacked = (value: unknown): value is PackedEvents => isRecord(value) && shape(value);
