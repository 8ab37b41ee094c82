import type { SessionEvent } from '@interviewlm/protocol';
import type { Entry } from './timeline.js';

export interface Zone {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** A silence this long counts as idle. */
export const idleAfterMs = 15_000;
/** What stays of an idle zone's edges when it is skipped, so that the eye sees where work stopped and went on. */
const edgeMs = 1500;

/** The stretches in which nothing happened. Being away, snapshots and lost connections are no work. */
export function idleZones(entries: readonly Entry[], duration: number, after = idleAfterMs): Zone[] {
  const zones: Zone[] = [];
  let last = 0;
  const close = (at: number) => {
    if (at - last >= after) zones.push({ from_ms: last + edgeMs, to_ms: at - edgeMs });
    last = Math.max(last, at);
  };
  for (const { at, event } of entries) if (isWork(event)) close(at);
  close(duration);
  return zones;
}

/** Where the playhead stands `dt` after `t`: inside an idle zone it is at the zone's end, when those are skipped. */
export function advance(t: number, dt: number, skip: readonly Zone[]): number {
  const next = t + dt;
  const zone = skip.find(({ from_ms, to_ms }) => next >= from_ms && next < to_ms);
  return zone ? zone.to_ms : next;
}

/**
 * How much was edited in each of `buckets` equal parts of the recording, from 0 to 1: half of the height is what an active part
 * has in the middle, so that a paste of a thousand characters doesn't flatten an hour of typing.
 */
export function editDensity(entries: readonly Entry[], duration: number, buckets: number): Float32Array {
  return density(entries, duration, buckets, (event) => (event.type === 'editor.edit' ? editSize(event.data.changes) : 0));
}

/** The same for the bytes of terminal output. */
export function terminalDensity(entries: readonly Entry[], duration: number, buckets: number): Float32Array {
  return density(entries, duration, buckets, (event) => (event.type === 'terminal.output' ? event.data.base64.length : 0));
}

const noWork = new Set(['snapshot', 'network.gap', 'integrity.blur', 'integrity.focus', 'session.scored']);
const isWork = (event: SessionEvent) => !noWork.has(event.type);

function density(entries: readonly Entry[], duration: number, buckets: number, sizeOf: (event: SessionEvent) => number): Float32Array {
  const amounts = new Float32Array(buckets);
  for (const { at, event } of entries) {
    const bucket = Math.min(buckets - 1, Math.floor((at / Math.max(1, duration)) * buckets));
    amounts[bucket] = (amounts[bucket] ?? 0) + sizeOf(event);
  }
  const active = amounts.filter((amount) => amount > 0).sort();
  const middle = active[active.length >> 1] ?? 1;
  return amounts.map((amount) => amount / (amount + middle));
}

function editSize(changes: readonly unknown[]): number {
  let size = 0;
  for (const change of changes) {
    if (Array.isArray(change)) size += 1 + (Number(change[1]) || 0) + String(change[2] ?? '').length;
  }
  return size;
}
