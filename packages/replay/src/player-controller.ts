import { createReplay, Player, type Clock, type SegmentSource } from '@interviewlm/recording';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface PlayerCallbacks {
  readonly ready: (player: Player) => void;
  readonly failed: (error: unknown) => void;
}

/** Opens a recording and holds its player while the element is on the page; another source replaces it, late answers are dropped. */
export class PlayerController implements ReactiveController {
  player: Player | null = null;
  /** Why there is no player, or why it has stopped. */
  error: unknown = null;
  #abort = new AbortController();
  #told = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly callbacks: PlayerCallbacks,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  async open(source: SegmentSource, at_ms: number): Promise<void> {
    this.close();
    this.error = null;
    this.#told = false;
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
    this.player = null;
  }

  #changed(player: Player): void {
    if (player !== this.player) return;
    if (player.mode === 'failed') this.#fail(player.error);
    else if (player.state && !this.#told) this.#ready(player);
    if (player.mode !== 'failed') this.error = null;
    this.host.requestUpdate();
  }

  #ready(player: Player): void {
    this.#told = true;
    this.callbacks.ready(player);
    // The moment asked for is on the page; the rest follows behind it.
    player.replay.loadAll().catch((error: unknown) => {
      if (player === this.player) this.#fail(error);
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
