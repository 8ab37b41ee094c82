import { Backoff, ConnectionError, isTemporary } from '@interviewlm/client';
import { Observable } from './observable.js';

/** `offline`: the browser says there is no network. `reconnecting`: there is one, but the server doesn't answer. */
export type ConnectionState = 'online' | 'reconnecting' | 'offline';

/** Whether the server can be reached. Every call passes through `watch`; after a failure the server is asked until it answers. */
export class Connection extends Observable {
  state: ConnectionState = 'online';
  private probing = false;
  private readonly backoff = new Backoff({ firstMs: 500, maxMs: 5000 });
  private readonly backListeners = new Set<() => void>();

  constructor(
    private readonly probe: (signal: AbortSignal) => Promise<unknown>,
    private readonly signal: AbortSignal,
  ) {
    super();
    window.addEventListener('offline', () => this.lost(), { signal });
    window.addEventListener('online', () => this.lost(), { signal });
  }

  /** Called each time the server is there again. */
  onBack(listener: () => void): () => void {
    this.backListeners.add(listener);
    return () => this.backListeners.delete(listener);
  }

  async watch<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof ConnectionError) this.lost();
      throw error;
    }
  }

  /** Something noticed that the server is away. */
  lost(): void {
    this.become(navigator.onLine ? 'reconnecting' : 'offline');
    if (!this.probing) void this.untilBack();
  }

  private async untilBack(): Promise<void> {
    this.probing = true;
    try {
      while (!(await this.answers())) await this.backoff.wait(this.signal);
      this.backoff.reset();
      this.become('online');
      for (const listener of [...this.backListeners]) listener();
    } catch {
      // The workspace was closed while it waited.
    } finally {
      this.probing = false;
    }
  }

  /** A refusal is an answer too. */
  private async answers(): Promise<boolean> {
    try {
      await this.probe(this.signal);
      return true;
    } catch (error) {
      this.signal.throwIfAborted();
      if (isTemporary(error)) this.become(navigator.onLine ? 'reconnecting' : 'offline');
      return !isTemporary(error);
    }
  }

  private become(state: ConnectionState): void {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}
