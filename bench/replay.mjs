// How long a seek takes: in the engine alone, and in Chromium up to the painted frame, beside rrweb's Replayer and asciinema-player over
// the same session in the same run. Build first (`npm run build`).
// node bench/replay.mjs [--events 200000] [--minutes 240] [--seeks 60] [--alone]
import { parseArgs } from 'node:util';
import { createReplay, sourceOf } from '@interviewlm/recording';
import { longSession, seeded } from '@interviewlm/recording/testing';
import { at, heapOf, launch, openPlayer, seekAll, serve } from './replay/measure.mjs';
import { oursPage } from './replay/ours.mjs';
import { asciinemaPage, recordRrweb, rrwebPage } from './replay/peers.mjs';
import { finding, median } from './findings.mjs';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '50000' },
    minutes: { type: 'string', default: '60' },
    seeks: { type: 'string', default: '60' },
    alone: { type: 'boolean', default: false },
  },
});
const seeksPerTurn = 10;
/** How many times faster than each peer a seek is to be. */
const leads = { rrweb: 20, asciinema: 3 };
const recording = longSession(Number(values.events), Number(values.minutes));
const random = seeded(11);
const moments = Array.from({ length: Number(values.seeks) }, () => random() * recording.manifest.duration_ms);

console.log(`${values.events} events in ${values.minutes} minutes, ${moments.length} random seeks`);
await engine();
await players();

async function engine() {
  const replay = await createReplay(sourceOf(recording.manifest, recording.events));
  await replay.loadAll();
  const times = moments.map((t) => {
    const from = performance.now();
    if (!replay.stateAt(t)?.files.size) throw new Error(`no state at ${t}`);
    return performance.now() - from;
  });
  times.sort((a, b) => a - b);
  console.log(`state alone, in Node: p50 ${at(times, 0.5).toFixed(2)} ms, p95 ${at(times, 0.95).toFixed(2)} ms`);
}

async function players() {
  const browser = await launch();
  const rrwebEvents = values.alone ? null : await recordRrweb(browser, recording);
  const server = await serve({
    ...(await oursPage(recording)),
    ...(rrwebEvents ? { ...rrwebPage(rrwebEvents), ...asciinemaPage(recording) } : {}),
  });
  const names = ['ours', ...(rrwebEvents ? ['rrweb', 'asciinema'] : [])];
  const opened = {};
  for (const name of names) opened[name] = await open(browser, `${server.url}/${name}`);
  // In turns, so that a busy machine is busy for all of them.
  const results = Object.fromEntries(names.map((name) => [name, { busy: [], wall: [], rest: [], turns: [] }]));
  for (let from = 0; from < moments.length; from += seeksPerTurn) {
    for (const name of names) {
      await opened[name].page.bringToFront();
      const seeks = await seekAll(opened[name], moments.slice(from, from + seeksPerTurn));
      for (const [what, times] of Object.entries(seeks)) results[name][what].push(...times);
      results[name].turns.push(median(seeks.busy));
    }
  }
  for (const name of names) await describe(name, opened[name], results[name]);
  await browser.close();
  server.close();
  report(results);
}

async function open(browser, url) {
  const player = await openPlayer(browser, url);
  const first = await player.page.evaluate(() => globalThis.firstFrame ?? null);
  await seekAll(player, moments.slice(0, 5));
  return { ...player, first };
}

async function describe(name, player, seeks) {
  const { busy, wall, rest } = seeks;
  for (const times of [busy, wall, rest]) times.sort((a, b) => a - b);
  const heap = await heapOf(player);
  console.log(
    `${name}: main thread p50 ${ms(busy, 0.5)}, p95 ${ms(busy, 0.95)}; wait p50 ${ms(wall, 0.5)}, p95 ${ms(wall, 0.95)}; ` +
      `after the frame p95 ${ms(rest, 0.95)}; opened in ${(player.opened / 1000).toFixed(1)} s; heap ${heap.toFixed(1)} MB` +
      (player.first ? `; first frame after ${player.first.reads} segment(s) of ${recording.manifest.segments.length}` : ''),
  );
}

function report({ ours, ...peers }) {
  const size = `${values.events} events`;
  for (const [against, peer] of Object.entries(peers)) {
    const say = (measure, mine, theirs) =>
      finding({ bench: 'replay', measure, against, unit: 'ms', ours: mine, theirs, goal: { least: leads[against] }, inverse: true });
    say(`main thread of a seek, ${size}, p50`, ours.turns, peer.turns);
    say(`main thread of a seek, ${size}, p95`, [at(ours.busy, 0.95)], [at(peer.busy, 0.95)]);
  }
}

function ms(sorted, share) {
  return `${at(sorted, share).toFixed(1)} ms`;
}
