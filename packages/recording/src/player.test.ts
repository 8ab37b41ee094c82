import { beforeEach, describe, expect, test } from 'vitest';
import { Player, type Clock } from './player.js';
import { createReplay } from './replay.js';
import { sourceOf } from './source.js';
import { demoSession } from './testing/index.js';

/** A clock that a test winds. */
class HandClock implements Clock {
  #now = 0;
  #next: (() => void) | null = null;
  now = () => this.#now;
  frame = (callback: () => void) => {
    this.#next = callback;
    return () => (this.#next = null);
  };
  get running(): boolean {
    return this.#next !== null;
  }
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 20) {
      this.#now += 20;
      const callback = this.#next;
      this.#next = null;
      callback?.();
    }
  }
}

const recording = demoSession();
/** Long enough for whatever waits only for promises. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
}
let clock: HandClock;
let player: Player;

beforeEach(async () => {
  clock = new HandClock();
  const replay = await createReplay(sourceOf(recording.manifest, recording.events));
  player = new Player(replay, clock, () => undefined);
  player.open();
  await settled();
});

test('opens paused at the start', () => {
  expect(player).toMatchObject({ mode: 'paused', t: 0 });
  expect(player.state?.files.size).toBe(3);
});

describe('playing', () => {
  test('goes with the clock, at its speed', () => {
    player.play();
    clock.pass(1000);
    expect(player.t).toBe(1000);
    player.speed = 4;
    clock.pass(1000);
    expect(player.t).toBe(5000);
    player.pause();
    clock.pass(1000);
    expect(player).toMatchObject({ t: 5000, mode: 'paused' });
    expect(clock.running).toBe(false);
  });

  test('waits for segments that are still to come, and goes on by itself', async () => {
    player.speed = 16;
    player.play();
    clock.pass(8000);
    expect(player.mode).toBe('resuming');
    const waitedAt = player.t;
    await settled();
    expect(player.mode).toBe('playing');
    clock.pass(100);
    expect(player.t).toBeGreaterThan(waitedAt);
  });

  test('ends at the end, and plays again from the start', async () => {
    await player.replay.loadAll();
    player.seek(player.replay.duration_ms - 100);
    player.play();
    clock.pass(200);
    expect(player).toMatchObject({ mode: 'ended', t: player.replay.duration_ms });
    expect(clock.running).toBe(false);
    player.play();
    await settled();
    expect(player).toMatchObject({ mode: 'playing', t: 0 });
  });

  test('skips idle time when asked to', async () => {
    await player.replay.loadAll();
    const zone = player.idle.at(-1);
    if (!zone) throw new Error('The fixture has no idle time.');
    for (const skip of [false, true]) {
      player.skipIdle = skip;
      player.seek(zone.from_ms - 40);
      player.play();
      clock.pass(100);
      expect(player.t >= zone.to_ms).toBe(skip);
      player.pause();
    }
  });

  test('keeps playing through a seek', async () => {
    player.play();
    player.seek(60_000);
    await settled();
    expect(player).toMatchObject({ mode: 'playing', t: 60_000 });
  });
});

describe('stepping', () => {
  test('goes to each moment of an event, and back the same way', async () => {
    await player.replay.loadAll();
    const moments = [...new Set(player.replay.entries.map(({ at }) => at))].slice(0, 60);
    for (const moment of moments.slice(1)) {
      player.step(1);
      expect(player.t).toBe(moment);
    }
    for (const moment of moments.slice(0, -1).reverse()) {
      player.step(-1);
      expect(player.t).toBe(moment);
    }
    player.step(-1);
    expect(player.t).toBe(0);
  });
});

test('a seek outside the recording goes to its edge', async () => {
  player.seek(1e9);
  await settled();
  expect(player.t).toBe(recording.manifest.duration_ms);
  player.seek(-5);
  expect(player.t).toBe(0);
});

test('a failure is told, and a retry recovers', async () => {
  const inner = sourceOf(recording.manifest, recording.events);
  let broken = true;
  const replay = await createReplay({
    manifest: inner.manifest,
    segment: (ref, signal) => (broken ? Promise.reject(new Error('offline')) : inner.segment(ref, signal)),
  });
  const shaky = new Player(replay, clock, () => undefined);
  shaky.open();
  await settled();
  expect(shaky.mode).toBe('failed');
  expect(shaky.error).toEqual(new Error('offline'));
  broken = false;
  shaky.retry();
  await settled();
  expect(shaky).toMatchObject({ mode: 'paused', error: null });
});
