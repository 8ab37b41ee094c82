import type { Shape, Standby } from './standby.js';

export interface PoolOptions {
  /** Most sandboxes that wait at once; 0 starts each when it is asked for. */
  size: number;
  start(shape: Shape): Promise<Standby>;
  log?: { warn(message: string): void } | undefined;
}

/**
 * Sandboxes that were started before anybody asked, so that a run waits only for its own program. Each is handed out once, to one run, and
 * never comes back: what a run leaves behind ends with it. Nothing of any interview is in a sandbox that waits: files and command come later.
 */
export class Pool {
  /** Those who wait, longest first. */
  private waiting: Standby[] = [];
  /** Shapes that are wanted, last asked for first. */
  private wanted: Shape[] = [];
  private filling: Promise<void> | null = null;
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** A sandbox of this shape that is the caller's alone, and the caller's to close. */
  async take(shape: Shape): Promise<Standby> {
    this.want(shape);
    for (;;) {
      const index = this.waiting.findIndex((standby) => same(standby.shape, shape));
      const [found] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (!found) return this.options.start(shape);
      if (found.isAlive) return found;
      await found.close();
    }
  }

  /** Starts some of this shape in the background. After a run, not beside it: they would compete for the processors. */
  prepare(shape: Shape): void {
    this.want(shape);
    if (this.closed || this.options.size === 0) return;
    this.filling ??= this.fill()
      // Without any that wait, each run starts its own, and says what is wrong.
      .catch((error: unknown) => this.options.log?.warn(`No sandbox could be started ahead: ${String(error)}`))
      .finally(() => (this.filling = null));
  }

  /** How many wait. */
  get ready(): number {
    return this.waiting.length;
  }

  /** Ends those who wait, and starts no more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.filling;
    await this.drop(this.waiting.splice(0));
  }

  private want(shape: Shape): void {
    this.wanted = [shape, ...this.wanted.filter((other) => !same(other, shape))].slice(0, Math.max(1, this.options.size / perShape));
  }

  private async fill(): Promise<void> {
    for (let shape = this.missing(); shape && !this.closed; shape = this.missing()) {
      await this.drop(this.waiting.filter((standby) => !standby.isAlive || !this.wanted.some((other) => same(other, standby.shape))));
      this.waiting.push(await this.options.start(shape));
    }
  }

  private missing(): Shape | undefined {
    const room = Math.min(perShape, this.options.size);
    return this.wanted.find((shape) => this.waiting.filter((standby) => standby.isAlive && same(standby.shape, shape)).length < room);
  }

  private async drop(standbys: readonly Standby[]): Promise<void> {
    this.waiting = this.waiting.filter((standby) => !standbys.includes(standby));
    await Promise.all(standbys.map((standby) => standby.close()));
  }
}

/** One that is used, and one for whoever runs tests at the same moment. */
const perShape = 2;

const same = (one: Shape, other: Shape) => JSON.stringify(one) === JSON.stringify(other);
