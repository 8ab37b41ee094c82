import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplay } from './replay.js';
import { contentOf, sourceOf } from './source.js';
import type { ReplayState } from './state.js';
import { operationsBetween } from './terminal.js';
import { demoSession, hostileEvents, keyedSource, longSession, seeded } from './testing/index.js';

const plain = (state: ReplayState | null) =>
  state && {
    ...state,
    terminals: [...state.terminals.values()].map((shell) => ({
      ...shell,
      last: (operationsBetween(null, shell.last) ?? []).map(({ before, ...op }) => ({ ...op, first: before === null })),
    })),
  };

const recording = longSession(20_000, 60);

test('RP4 a moment by its stored keyframe is the moment by the whole log', async () => {
  const { manifest } = demoSession();
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 200 }), async (seed, count, perSegment) => {
      const events = hostileEvents(count, seed);
      const duration_ms = Math.max(...events.map(({ t_ms }) => t_ms));
      const source = keyedSource({ ...manifest, duration_ms }, events, perSegment);
      const played = await createReplay(source);
      await played.loadAll();
      const random = seeded(seed);
      for (let seeks = 0; seeks < 6; seeks++) {
        const t = Math.floor(random() * duration_ms * 1.02);
        const fresh = await createReplay(source);
        expect(plain(await fresh.seek(t))).toEqual(plain(played.stateAt(t)));
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('opening in the middle reads one segment, and the rest joins it', async () => {
  const source = keyedSource(recording.manifest, recording.events, 500);
  const replay = await createReplay(source);
  const t = 42 * 60_000;
  const early = await replay.seek(t);
  expect(source.asked.length).toBe(1);
  expect(replay.stateAt(t + 1000)).not.toBeNull();
  expect(replay.stateAt(t - 600_000)).toBeNull();
  await replay.loadAll();
  expect(source.asked.length).toBe(new Set(source.asked).size);
  expect(plain(replay.stateAt(t))).toEqual(plain(early));
  expect(replay.timeline.gaps).toEqual([]);
});

test('what is not folded yet is read beside the last keyframe', async () => {
  const half = recording.events.slice(0, 10_000);
  const keyed = keyedSource(recording.manifest, half, 500);
  const tail = recording.events.slice(10_000);
  const live = sourceOf(recording.manifest, tail);
  const manifest = await keyed.manifest(new AbortController().signal);
  const segments = [...manifest.segments, ...recording.manifest.segments.filter(({ first_seq }) => first_seq > 10_000)];
  const asked: number[] = [];
  const source = {
    manifest: () => Promise.resolve({ ...manifest, segments }),
    segment: (...[ref, signal]: Parameters<typeof keyed.segment>) => {
      asked.push(ref.first_seq);
      return ref.first_seq > 10_000 ? live.segment(ref, signal) : keyed.segment(ref, signal);
    },
  };
  const t = (tail[700]?.t_ms ?? 0) + 1;
  const state = await (await createReplay(source)).seek(t);
  expect(asked.sort((a, b) => a - b)).toEqual([9501, 10_001, 10_501]);
  const whole = await createReplay(sourceOf(recording.manifest, recording.events));
  await whole.loadAll();
  expect(plain(state)).toEqual(plain(whole.stateAt(t)));
});

test('a keyframe that nobody can read is no keyframe: the log is read from its start', async () => {
  const keyed = keyedSource(recording.manifest, recording.events, 500);
  const whole = await createReplay(keyed);
  await whole.loadAll();
  for (const keyframe of [null, 7, {}, { version: 1, files: [{ path: 1 }] }, { version: 2 }]) {
    const replay = await createReplay({
      manifest: keyed.manifest,
      segment: async (ref, signal) => ({ ...contentOf(await keyed.segment(ref, signal), ref), keyframe }),
    });
    expect(plain(await replay.seek(1_000_000))).toEqual(plain(whole.stateAt(1_000_000)));
  }
});
