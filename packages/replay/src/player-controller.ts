import { createReplay, Player, type Clock } from '@interviewlm/recording';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LiveSource } from './client-source.js';
import { LiveFeed } from './live.js';

export interface PlayerCallbacks {
  readonly ready: (player: Player) => void;
  readonly failed: (error: unknown) => void;
}

/** A stretch that is played over and over. */
export interface Loop {
  readonly from_ms: number;
  readonly to_ms: number;
}

/**
 * Opens a recording and holds its player while the element is on the page; another source replaces it, late answers are dropped.
 * One that still goes on is followed once it is loaded.
 */
export class PlayerController implements ReactiveController {
  player: Player | null = null;
  /** Why there is no player, or why it has stopped. */
  error: unknown = null;
  loop: Loop | null = null;
  live: LiveFeed | null = null;
  /** The playhead stays at the end while it moves on. */
  atLive = false;
  #abort = new AbortController();
  #told = false;
  #source: LiveSource | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly callbacks: PlayerCallbacks,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  async open(source: LiveSource, at_ms: number): Promise<void> {
    this.close();
    this.error = null;
    this.#told = false;
    this.#source = source;
    const { signal } = (this.#abort = new AbortController());
    this.host.requestUpdate();
    try {
      const replay = await createReplay(source, signal);
      if (signal.aborted) return;
      const player = new Player(replay, pageClock, () => this.#changed(player));
      this.player = player;
      replay.onProgress(() => this.host.requestUpdate());
      player.open(at_ms);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  close(): void {
    this.#abort.abort();
    this.player?.close();
    this.player = this.live = this.loop = null;
    this.atLive = false;
  }

  /** To the end of what is recorded so far, and along with it. */
  toLive(): void {
    const { player } = this;
    if (!player) return;
    player.pause();
    player.seek(player.replay.duration_ms);
    this.atLive = this.live !== null && !this.live.ended;
    this.host.requestUpdate();
  }

  #changed(player: Player): void {
    if (player !== this.player) return;
    if (player.mode === 'failed') this.#fail(player.error);
    else if (player.state && !this.#told) this.#ready(player);
    if (player.mode !== 'failed') this.error = null;
    if (this.loop && player.playing && player.t >= this.loop.to_ms) player.seek(this.loop.from_ms);
    this.host.requestUpdate();
  }

  #ready(player: Player): void {
    this.#told = true;
    this.callbacks.ready(player);
    // The moment asked for is on the page; the rest follows behind it.
    player.replay
      .loadAll()
      .then(() => this.#goLive(player))
      .catch((error: unknown) => {
        if (player === this.player) this.#fail(error);
      });
  }

  async #goLive(player: Player): Promise<void> {
    const { signal } = this.#abort;
    const follow = this.#source?.follow;
    if (player !== this.player || player.replay.manifest.complete || !follow) return;
    const feed = new LiveFeed(player.replay, () => {
      if (player !== this.player) return;
      if (this.atLive) player.seek(player.replay.duration_ms);
      if (feed.ended) this.atLive = false;
      this.host.requestUpdate();
    });
    this.live = feed;
    this.host.requestUpdate();
    await feed.run(follow, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  #fail(error: unknown): void {
    this.error = error;
    this.callbacks.failed(error);
    this.host.requestUpdate();
  }
}

const pageClock: Clock = {
  now: () => performance.now(),
  frame: (callback) => {
    const id = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(id);
  },
};
