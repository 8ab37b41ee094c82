import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { startEmbedded, type EmbeddedPostgres } from '../../../src/db/embedded.js';
import { postmasterOf } from '../../../src/db/embedded/postmaster.js';
import { freePort } from '../../../src/db/embedded/settings.js';

const start_ms = 90_000;

/** A PostgreSQL that keeps what it acknowledged, and can be ended and started again at the same address. */
export class DurablePostgres {
  private constructor(
    private readonly folder: string,
    private running: EmbeddedPostgres,
  ) {}

  static async start(folder: string): Promise<DurablePostgres> {
    return new DurablePostgres(folder, await startEmbedded({ folder }));
  }

  get url(): string {
    return this.running.url('postgres');
  }

  /** SIGINT is a fast shutdown, SIGKILL a crash. */
  async restart(signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
    const { url } = this;
    const cluster = join(this.folder, 'postgres');
    const running = postmasterOf(cluster);
    if (running) process.kill(running.pid, signal);
    while (postmasterOf(cluster)) await sleep(5);
    // Its other processes hold the port for a moment longer.
    const wanted = Number(new URL(url).port);
    for (const deadline = Date.now() + start_ms; Date.now() < deadline && (await freePort(wanted)) !== wanted;) await sleep(20);
    this.running = await startEmbedded({ folder: this.folder });
    if (this.url !== url) throw new Error('The database came back at another address.');
  }

  stop(): Promise<void> {
    return this.running.stop();
  }
}
