// How long a seek takes: in the engine alone, and in Chromium up to the painted frame, at several lengths; at one of them beside rrweb's
// Replayer and asciinema-player over the same session in the same run. What a page costs that shows nothing, asked in the same way, is taken
// off from all of them: it is the measuring. Build first (`npm run build`).
// node bench/replay.mjs [--events 5000,50000,200000] [--beside 50000] [--seeks 40]
import { parseArgs } from 'node:util';
import { createReplay, sourceOf } from '@interviewlm/recording';
import { longSession, seeded } from '@interviewlm/recording/testing';
import { at, heapOf, launch, nothingPage, openPlayer, seekAll, serve } from './replay/measure.mjs';
import { oursPage } from './replay/ours.mjs';
import { asciinemaPage, recordRrweb, rrwebPage } from './replay/peers.mjs';
import { finding, median } from './findings.mjs';
import { profilePage } from './profile/profiled.mjs';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '5000,50000,200000' },
    beside: { type: 'string', default: '50000' },
    seeks: { type: 'string', default: '40' },
  },
});
const perMinute = 833;
const seeksPerTurn = 8;
/** How many times faster than each peer a seek is to be. */
const leads = { rrweb: 20, asciinema: 3 };

const browser = await launch();
const busy = new Map();
for (const events of values.events.split(',').map(Number)) busy.set(events, await measure(events));
await browser.close();
const [shortest, longest] = [Math.min(...busy.keys()), Math.max(...busy.keys())];
if (shortest < longest)
  finding({
    bench: 'replay',
    measure: `main thread of a seek, ${longest} events, p50`,
    against: `ours with ${shortest} events`,
    unit: 'ms',
    ours: busy.get(longest),
    theirs: busy.get(shortest),
  });

/** The main thread's milliseconds of a seek of ours, one figure a turn. */
async function measure(events) {
  const recording = longSession(events, Math.ceil(events / perMinute));
  const random = seeded(11);
  const moments = Array.from({ length: Number(values.seeks) }, () => random() * recording.manifest.duration_ms);
  console.log(`\n${events} events in ${Math.ceil(events / perMinute)} minutes, ${moments.length} random seeks`);
  await engine(recording, moments);
  const withPeers = events === Number(values.beside);
  const rrwebEvents = withPeers ? await recordRrweb(browser, recording) : null;
  const server = await serve({
    ...nothingPage,
    ...(await oursPage(recording)),
    ...(rrwebEvents ? { ...rrwebPage(rrwebEvents), ...asciinemaPage(recording) } : {}),
  });
  const names = ['nothing', 'ours', ...(withPeers ? Object.keys(leads) : [])];
  const players = {};
  for (const name of names) players[name] = await open(`${server.url}/${name}`, moments);
  const results = withoutMeasuring(await seekInTurns(players, moments));
  for (const name of names) await describe(name, players[name], results[name]);
  report(events, results, await heapOf(players.ours));
  await profilePage(players.ours.session, `replay-${events}`, () => seekAll(players.ours, moments));
  for (const name of names) await players[name].close();
  server.close();
  return results.ours.turns;
}

async function engine(recording, moments) {
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

async function open(url, moments) {
  const player = await openPlayer(browser, url);
  const first = await player.page.evaluate(() => globalThis.firstFrame ?? null);
  await seekAll(player, moments.slice(0, 5));
  return { ...player, first };
}

/** In turns, so that a busy machine is busy for all of them. */
async function seekInTurns(players, moments) {
  const results = Object.fromEntries(Object.keys(players).map((name) => [name, { busy: [], wall: [], rest: [], turns: [] }]));
  for (let from = 0; from < moments.length; from += seeksPerTurn) {
    for (const [name, player] of Object.entries(players)) {
      await player.page.bringToFront();
      const seeks = await seekAll(player, moments.slice(from, from + seeksPerTurn));
      for (const [what, times] of Object.entries(seeks)) results[name][what].push(...times);
      results[name].turns.push(median(seeks.busy));
    }
  }
  return results;
}

/** The main thread's time without what asking for it takes. */
function withoutMeasuring(results) {
  const floor = median(results.nothing.busy);
  const own = (times) => times.map((time) => Math.max(0, time - floor));
  for (const [name, seeks] of Object.entries(results))
    if (name !== 'nothing') Object.assign(seeks, { busy: own(seeks.busy), turns: own(seeks.turns) });
  return results;
}

async function describe(name, player, seeks) {
  const { busy, wall, rest } = seeks;
  for (const times of [busy, wall, rest]) times.sort((a, b) => a - b);
  const heap = await heapOf(player);
  console.log(
    `${name}: main thread p50 ${ms(busy, 0.5)}, p95 ${ms(busy, 0.95)}; wait p50 ${ms(wall, 0.5)}, p95 ${ms(wall, 0.95)}; ` +
      `after the frame p95 ${ms(rest, 0.95)}; opened in ${(player.opened / 1000).toFixed(1)} s; heap ${heap.toFixed(1)} MB` +
      (player.first ? `; first frame after ${player.first.reads} segment(s)` : ''),
  );
}

function report(events, { ours, ...others }, heap) {
  const peers = Object.entries(others).filter(([name]) => name in leads);
  const seek = `main thread of a seek, ${events} events`;
  const say = (measure, unit, mine, more) => finding({ bench: 'replay', measure, unit, ours: mine, ...more });
  say(`${seek}, p95`, 'ms', [at(ours.busy, 0.95)], { goal: { most: 16 } });
  say(`heap with ${events} events`, 'MB', [heap], events <= 50_000 ? { goal: { most: 60 } } : {});
  for (const [against, peer] of peers) {
    const lead = { against, goal: { least: leads[against] }, inverse: true };
    say(`${seek}, p50`, 'ms', ours.turns, { ...lead, theirs: peer.turns });
    say(`${seek}, p95`, 'ms', [at(ours.busy, 0.95)], { ...lead, theirs: [at(peer.busy, 0.95)] });
  }
}

function ms(sorted, share) {
  return `${at(sorted, share).toFixed(1)} ms`;
}
