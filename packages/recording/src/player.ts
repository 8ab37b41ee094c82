import { advance, idleZones, type Zone } from './activity.js';
import { transition, type Action, type Mode } from './modes.js';
import { SeekCancelled, type Replay } from './replay.js';
import type { ReplayState } from './state.js';
import { countUntil } from './timeline.js';

/** Time from outside: milliseconds that only go up, and a callback before the next painted frame. */
export interface Clock {
  now(): number;
  /** Gives the way to cancel. */
  frame(callback: () => void): () => void;
}

export const speeds = [0.5, 1, 2, 4, 8, 16] as const;

/** Plays a replay: holds the playhead, and calls `changed` whenever the moment, the state or the mode is another. */
export class Player {
  mode: Mode = 'loading';
  t = 0;
  state: ReplayState | null = null;
  /** What went wrong last, in mode `failed`. */
  error: unknown = null;
  skipIdle = false;
  #speed = 1;
  #cancelFrame: (() => void) | null = null;
  #idle: { readonly seen: number; readonly zones: readonly Zone[] } | null = null;

  constructor(
    readonly replay: Replay,
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** Loads what the first moment needs and shows it, paused. */
  open(t = 0): void {
    this.seek(t);
  }

  /** Where nothing happened, as far as the recording is loaded. */
  get idle(): readonly Zone[] {
    const { entries, complete, duration_ms } = this.replay;
    const seen = complete ? Infinity : entries.length;
    if (this.#idle?.seen !== seen) {
      this.#idle = { seen, zones: idleZones(entries, complete ? duration_ms : (entries.at(-1)?.at ?? 0)) };
    }
    return this.#idle.zones;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = Math.min(16, Math.max(0.5, speed));
    this.changed();
  }

  get playing(): boolean {
    return this.mode === 'playing' || this.mode === 'resuming';
  }

  /** At the end of the recording, plays it from the start. */
  play(): void {
    if (this.mode === 'paused' && this.t >= this.replay.duration_ms) this.seek(0);
    this.#dispatch('play');
  }

  pause(): void {
    this.#dispatch('pause');
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  retry(): void {
    this.#dispatch('retry');
  }

  /** Moves the playhead to `t`, within the recording. Shown at once when it is loaded, else as soon as it is. */
  seek(t: number): void {
    this.t = Math.min(this.replay.duration_ms, Math.max(0, t));
    const state = this.replay.stateAt(this.t);
    if (state && (this.mode === 'paused' || this.mode === 'playing')) this.#show(state);
    else this.#dispatch('seek');
  }

  /** To the next moment at which something happened (1), or the one before (-1). */
  step(direction: 1 | -1): void {
    const { entries } = this.replay;
    const applied = countUntil(entries, this.t);
    if (direction === 1) {
      const next = entries[applied];
      if (next) this.seek(next.at);
      return;
    }
    const current = entries[applied - 1]?.at ?? 0;
    this.seek(entries[countUntil(entries, current - 1) - 1]?.at ?? 0);
  }

  close(): void {
    this.#stopClock();
    this.replay.close();
  }

  #dispatch(action: Action): void {
    const { next, effect } = transition(this.mode, action);
    this.mode = next;
    if (effect === 'startClock') this.#startClock();
    if (effect === 'stopClock') this.#stopClock();
    if (effect === 'rewind') this.t = 0;
    if (effect === 'fetch' || effect === 'rewind') void this.#fetch();
    this.changed();
  }

  async #fetch(): Promise<void> {
    this.#stopClock();
    try {
      this.state = await this.replay.seek(this.t);
      this.error = null;
      this.#dispatch('arrive');
    } catch (error) {
      if (error instanceof SeekCancelled) return;
      this.error = error;
      this.#dispatch('fail');
    }
  }

  #startClock(): void {
    this.#stopClock();
    let last = this.clock.now();
    const tick = () => {
      const now = this.clock.now();
      const dt = (now - last) * this.#speed;
      last = now;
      this.#cancelFrame = this.clock.frame(tick);
      this.#tick(dt);
    };
    this.#cancelFrame = this.clock.frame(tick);
  }

  #tick(dt: number): void {
    const { duration_ms } = this.replay;
    this.t = Math.min(duration_ms, advance(this.t, dt, this.skipIdle ? this.idle : []));
    const state = this.replay.stateAt(this.t);
    if (!state) {
      this.#dispatch('starve');
      return;
    }
    this.state = state;
    if (this.t >= duration_ms) this.#dispatch('end');
    else this.changed();
  }

  #show(state: ReplayState): void {
    this.state = state;
    this.changed();
  }

  #stopClock(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
  }
}
