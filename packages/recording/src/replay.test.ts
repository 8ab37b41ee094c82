import type { ReplayManifest, SessionEvent } from '@interviewlm/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.js';
import { createReplay, SeekCancelled, type Replay } from './replay.js';
import { sourceOf, type SegmentSource } from './source.js';
import { emptyState, type ReplayState } from './state.js';
import { operationsBetween } from './terminal.js';
import { demoSession, hostileEvents, longSession, seeded } from './testing/index.js';

/** A state as plain data, with each terminal's chain as a list. */
const plain = (state: ReplayState) => ({
  ...state,
  terminals: [...state.terminals.values()].map((shell) => ({
    ...shell,
    last: (operationsBetween(null, shell.last) ?? []).map(({ before, ...op }) => ({ ...op, first: before === null })),
  })),
});

function manifestOf(events: readonly SessionEvent[], perSegment: number): ReplayManifest {
  const { manifest } = demoSession();
  const segments = [];
  for (let from = 0; from < events.length; from += perSegment) {
    const part = events.slice(from, from + perSegment);
    const times = part.map(({ t_ms }) => t_ms);
    const seqs = part.map(({ seq }) => seq);
    segments.push({
      first_seq: Math.min(...seqs),
      last_seq: Math.max(...seqs),
      from_ms: Math.min(...times),
      to_ms: Math.max(...times),
      events: part.length,
      bytes: 1,
      sha256: '0'.repeat(64),
      url: '/',
    });
  }
  return { ...manifest, duration_ms: Math.max(...events.map(({ t_ms }) => t_ms)), segments };
}

/** Segments that answer in an order of their own. */
function unevenSource(manifest: ReplayManifest, events: readonly SessionEvent[], seed: number): SegmentSource {
  const random = seeded(seed);
  const inner = sourceOf(manifest, events);
  return {
    manifest: inner.manifest,
    segment: async (ref, signal) => {
      for (let turns = random() * 12; turns > 0; turns--) await Promise.resolve();
      return inner.segment(ref, signal);
    },
  };
}

describe('RP4 the state at t does not depend on how the player got there', () => {
  test('any log, any segments, any seeks, against applying one event after another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 1600 }), fc.integer({ min: 1, max: 400 }), async (seed, count, perSegment) => {
        const events = hostileEvents(count, seed);
        const replay = await createReplay(unevenSource(manifestOf(events, perSegment), events, seed));
        const random = seeded(seed);
        for (let seeks = 0; seeks < 12; seeks++) {
          const t = Math.floor(random() * replay.duration_ms * 1.05);
          const sought = await replay.seek(t);
          await replay.loadAll();
          const played = replay.entries.filter(({ at }) => at <= t).reduce((state, { event }) => apply(state, event), emptyState);
          expect(plain(sought)).toEqual(plain(played));
          expect(replay.stateAt(t)).toEqual(sought);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('a seek before the rest has come gives what it gives after', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const events = hostileEvents(400, seed);
        const manifest = manifestOf(events, 25);
        const t = Math.floor(seeded(seed)() * manifest.duration_ms);
        const early = await createReplay(unevenSource(manifest, events, seed));
        const late = await createReplay(sourceOf(manifest, events));
        await late.loadAll();
        expect(plain(await early.seek(t))).toEqual(plain(late.stateAt(t) ?? emptyState));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('the end is the workspace, byte for byte', async () => {
    for (const recording of [demoSession(), longSession(4000, 30)]) {
      const replay = await createReplay(sourceOf(recording.manifest, recording.events));
      const { files } = await replay.seek(replay.duration_ms);
      expect(new Map([...files].map(([path, { content }]) => [path, content]))).toEqual(recording.files);
      expect([...files.values()].every(({ damaged }) => damaged === null)).toBe(true);
    }
  });
});

describe('loading', () => {
  const recording = longSession(5000, 60);

  function counting(): { source: SegmentSource; asked: number[]; fail: Set<number> } {
    const inner = sourceOf(recording.manifest, recording.events);
    const asked: number[] = [];
    const fail = new Set<number>();
    const source: SegmentSource = {
      manifest: inner.manifest,
      segment: (ref, signal) => {
        asked.push(ref.first_seq);
        return fail.has(ref.first_seq) ? Promise.reject(new Error(`no segment ${ref.first_seq}`)) : inner.segment(ref, signal);
      },
    };
    return { source, asked, fail };
  }

  test('the first frame needs one segment', async () => {
    const { source, asked } = counting();
    const replay = await createReplay(source);
    expect(replay.stateAt(0)).toBeNull();
    await replay.seek(0);
    expect(asked).toEqual([1]);
    expect(replay.complete).toBe(false);
    expect(replay.stateAt(replay.ready_ms - 1)).not.toBeNull();
    expect(replay.stateAt(replay.ready_ms)).toBeNull();
  });

  test('each segment is read once, however many seeks want it', async () => {
    const { source, asked } = counting();
    const replay = await createReplay(source);
    await Promise.allSettled([replay.loadAll(), replay.seek(1_000_000), replay.loadAll(), replay.seek(3_000_000)]);
    expect(asked).toEqual([...new Set(asked)]);
    expect(replay.complete).toBe(true);
  });

  test('a newer seek cancels an older one', async () => {
    const replay = await createReplay(counting().source);
    const older = replay.seek(3_000_000);
    const newer = replay.seek(10);
    await expect(older).rejects.toBeInstanceOf(SeekCancelled);
    expect((await newer).files.size).toBe(6);
  });

  test('a segment that can not be read fails the seek, and is asked for again by the next', async () => {
    const { source, fail } = counting();
    fail.add(1001);
    const replay = await createReplay(source);
    await expect(replay.seek(3_000_000)).rejects.toThrow('no segment 1001');
    expect((await replay.seek(0)).status).toBe('active');
    fail.clear();
    expect((await replay.seek(3_000_000)).files.size).toBe(6);
  });

  test('progress is told after each segment, and not after closing', async () => {
    const replay: Replay = await createReplay(counting().source);
    const seen: number[] = [];
    replay.onProgress(() => seen.push(replay.entries.length));
    await replay.seek(0);
    replay.close();
    await expect(replay.loadAll()).rejects.toThrow();
    expect(seen).toEqual([500]);
  });

  test('a recording without events is empty, not an error', async () => {
    const replay = await createReplay(sourceOf({ ...recording.manifest, segments: [], duration_ms: 0 }, []));
    expect(await replay.seek(0)).toEqual(emptyState);
    expect(replay.complete).toBe(true);
  });
});
