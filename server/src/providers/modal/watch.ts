import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from 'modal';
import type { TreeEntry } from '../../services/volumes/port.js';
import { vendorErrors } from './errors.js';
import type { LiveSandboxes } from './live.js';
import { treeLive } from './live-files.js';
import { watchScript } from './scripts.js';
import type { ModalVolumes } from './volumes.js';

export interface Watched {
  sandbox: Sandbox;
  volume: string;
  volumes: ModalVolumes;
  live: LiveSandboxes;
}

/**
 * Calls back after files changed by other hands than this process's. A loop in the sandbox says that something changed; what it was is
 * found by comparing trees, and paths that we wrote meanwhile don't count.
 */
export async function watchVolume(watched: Watched, onChange: () => void): Promise<() => void> {
  const watcher = new Watcher(watched, onChange);
  await vendorErrors(() => watcher.start());
  return () => watcher.stop();
}

interface OwnWrite {
  paths: readonly string[];
  settled: boolean;
}

class Watcher {
  readonly #own = new Set<OwnWrite>();
  #seen = new Map<string, string>();
  #stopped = false;
  #comparing: Promise<void> = Promise.resolve();
  #unlisten: () => void = () => undefined;
  #endLoop: () => void = () => undefined;

  constructor(
    private readonly watched: Watched,
    private readonly onChange: () => void,
  ) {}

  async start(): Promise<void> {
    this.#unlisten = this.watched.volumes.onWrite((volume, paths, writing) => {
      if (volume === this.watched.volume) this.#ours(paths, writing);
    });
    this.#seen = stamps(await treeLive(this.watched.sandbox));
    void this.#loop();
  }

  stop(): void {
    this.#stopped = true;
    this.#unlisten();
    this.#endLoop();
  }

  #ours(paths: readonly string[], writing: Promise<unknown>): void {
    const write = { paths, settled: false };
    this.#own.add(write);
    const settle = () => {
      write.settled = true;
      this.#compare();
    };
    writing.then(settle, settle);
  }

  /** A candidate may kill the loop; as long as the sandbox runs it is started again. */
  async #loop(): Promise<void> {
    while (!this.#isStopped()) {
      try {
        const process = await this.watched.sandbox.exec(['sh', '-c', watchScript], { mode: 'binary' });
        const input = process.stdin.getWriter();
        this.#endLoop = () => void input.close().catch(() => undefined);
        if (this.#isStopped()) this.#endLoop();
        for await (const _ of process.stdout) this.#compare();
      } catch {
        // Told by the next start, or by the sandbox's end.
      }
      if (this.#isStopped() || (await this.watched.live.isOver(this.watched.sandbox))) return;
      await sleep(500, undefined, { ref: false });
    }
  }

  /** A call, since it changes while others wait. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  #compare(): void {
    this.#comparing = this.#comparing.then(() => this.#compareNow()).catch(() => undefined);
  }

  async #compareNow(): Promise<void> {
    if (this.#isStopped()) return;
    const settled = [...this.#own].filter((write) => write.settled);
    const now = stamps(await treeLive(this.watched.sandbox));
    const ours = [...this.#own].flatMap(({ paths }) => paths);
    for (const write of settled) this.#own.delete(write);
    const changed = [...new Set([...now.keys(), ...this.#seen.keys()])].filter((path) => now.get(path) !== this.#seen.get(path));
    this.#seen = now;
    const theirs = changed.some((path) => !ours.some((own) => path === own || path.startsWith(`${own}/`)));
    if (theirs && !this.#isStopped()) this.onChange();
  }
}

const stamps = (entries: readonly TreeEntry[]): Map<string, string> =>
  new Map(entries.map(({ path, size, mtime_ms }) => [path, `${size} ${mtime_ms}`]));
