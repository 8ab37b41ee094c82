// How long a seek takes in the replay engine alone, without the page: 50,000 events in 60 minutes, 60 random seeks.
// node bench/replay.mjs [--events 200000] [--minutes 240]
import { parseArgs } from 'node:util';
import { createReplay, sourceOf } from '@interviewlm/recording';
import { longSession, seeded } from '@interviewlm/recording/testing';

const { values } = parseArgs({ options: { events: { type: 'string', default: '50000' }, minutes: { type: 'string', default: '60' } } });
const events = Number(values.events);
const minutes = Number(values.minutes);
const recording = longSession(events, minutes);
globalThis.gc?.();
const heapBefore = process.memoryUsage().heapUsed;

const opened = performance.now();
const replay = await createReplay(sourceOf(recording.manifest, recording.events));
await replay.seek(0);
const firstState = performance.now() - opened;
await replay.loadAll();
const loaded = performance.now() - opened;

const random = seeded(11);
const times = Array.from({ length: 60 }, () => {
  const t = random() * replay.duration_ms;
  const from = performance.now();
  const state = replay.stateAt(t);
  const took = performance.now() - from;
  if (!state?.files.size) throw new Error(`no state at ${t}`);
  return took;
}).sort((a, b) => a - b);
globalThis.gc?.();
const heap = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20;

const at = (share) => times[Math.ceil(times.length * share) - 1].toFixed(3);
console.log(`${events} events in ${minutes} minutes`);
console.log(`first state ${firstState.toFixed(1)} ms, everything loaded and keyframed ${loaded.toFixed(0)} ms`);
console.log(`seek p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms`);
console.log(`heap beside the events ${heap.toFixed(1)} MB${globalThis.gc ? '' : ' (without --expose-gc: an upper bound)'}`);
