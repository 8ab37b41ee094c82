import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.js';
import { createReplay } from './replay.js';
import { sourceOf } from './source.js';
import { emptyState, type ReplayState } from './state.js';
import { keyedSource, seeded, workspaceSession } from './testing/index.js';

const utf8 = new TextEncoder();
const bytesOf = (texts: Iterable<readonly [string, string]>) =>
  Object.fromEntries([...texts].map(([path, text]) => [`/${path}`, utf8.encode(text).join(' ')] as const));
const filesOf = ({ files }: ReplayState) => bytesOf([...files].map(([path, { content }]) => [path, content] as const));

test('RP4 whatever is edited, undone, moved and deleted, the end is the workspace, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 3, max: 500 }), async (seed, steps) => {
      const recording = workspaceSession(steps, seed);
      const replay = await createReplay(sourceOf(recording.manifest, recording.events));
      const state = await replay.seek(replay.duration_ms);
      expect(filesOf(state)).toEqual(bytesOf(recording.files));
      expect([...state.files.values()].every(({ damaged }) => damaged === null)).toBe(true);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('RP4 and on the way there, a seek by any keyframe gives what playing gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 3, max: 400 }), fc.integer({ min: 1, max: 90 }), async (seed, steps, perSegment) => {
      const { manifest, events } = workspaceSession(steps, seed);
      const random = seeded(seed);
      for (let seeks = 0; seeks < 4; seeks++) {
        const t = Math.floor(random() * (manifest.duration_ms + 1));
        const sought = await (await createReplay(keyedSource(manifest, events, perSegment))).seek(t);
        const played = events.filter(({ t_ms }) => t_ms <= t).reduce(apply, emptyState);
        expect(sought).toEqual(played);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
