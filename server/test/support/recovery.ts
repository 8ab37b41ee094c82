import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { expect } from 'vitest';
import { readFiles } from '../../src/db/files.js';
import { withTenant } from '../../src/db/tenant-tx.js';
import { createFiles, type Files } from '../../src/services/files/index.js';
import { createVolumeSync, type VolumeSync } from '../../src/services/files/sync.js';
import { volumeName } from '../../src/services/files/synced-volume.js';
import { openFirstQuestion } from '../../src/services/questions/current.js';
import type { At } from '../../src/services/recording/log.js';
import { loadRuntimes } from '../../src/services/runs/runtimes.js';
import type { Pty, SandboxPort, VolumePort } from '../../src/services/volumes/port.js';
import { addInterview, addTenant } from './interview.js';

/** A provider whose sandboxes can be ended as a crash does it: at once, with nothing committed. */
export interface Killable {
  volumes: VolumePort;
  sandboxes: SandboxPort;
  shared: boolean;
  kill(session: string): Promise<void>;
}

type Random = () => number;
type Contents = Map<string, string>;

/**
 * A candidate who saves, deletes and moves files in the editor and makes others in the terminal, while the sandbox is killed again
 * and again. After each kill: what the store had acknowledged is what it has, and what the new sandbox shows.
 */
export async function surviveKills(knex: Knex, provider: Killable, random: Random, kills: number): Promise<void> {
  const work = await Work.begin(knex, provider, random);
  for (let round = 0; round < kills; round++) {
    await work.changeFiles(round);
    await sleep(random() * 2500);
    await work.dieAndCompare();
  }
  await work.end();
}

class Work {
  /** What the terminal was told to do with a path and the store may not know yet; null for a deletion. */
  private readonly pending = new Map<string, string | null>();
  private stopWatching: () => void = () => undefined;
  private shell: Pty | undefined;

  private constructor(
    private readonly knex: Knex,
    private readonly provider: Killable,
    private readonly random: Random,
    private readonly at: At,
    private readonly sync: VolumeSync,
    private readonly files: Files,
  ) {}

  static async begin(knex: Knex, provider: Killable, random: Random): Promise<Work> {
    const at = await addInterview(knex, await addTenant(knex));
    await withTenant(knex, at.tenant, (tx) => openFirstQuestion(tx, at));
    // Trouble in the background is part of a kill; what it must not do is lose files.
    const sync = createVolumeSync({ knex, volumes: provider.volumes, sandbox: provider.sandboxes, onError: () => undefined });
    const work = new Work(knex, provider, random, at, sync, createFiles(knex, sync));
    await work.openSandbox();
    return work;
  }

  async changeFiles(round: number): Promise<void> {
    for (let step = 0; step < 6; step++) {
      const text = `round ${round} step ${step}`;
      const path = `file-${Math.floor(this.random() * 5)}.txt`;
      const choice = this.random();
      if (choice < 0.45) await this.files.write(this.at, path, text);
      else if (choice < 0.55) await this.files.remove(this.at, path).catch(() => undefined);
      else if (choice < 0.65) await this.files.move(this.at, path, `moved-${round}-${step}.txt`).catch(() => undefined);
      else if (choice < 0.9) this.inTerminal(`shell-${Math.floor(this.random() * 5)}.txt`, text);
      else this.inTerminal(`shell-${Math.floor(this.random() * 5)}.txt`, null);
      await sleep(this.random() * 150);
    }
  }

  async dieAndCompare(): Promise<void> {
    const before = await this.stored();
    await this.provider.kill(this.at.interview);
    this.stopWatching();
    const atDeath = await this.stored();
    await this.openSandbox();
    const after = await this.stored();
    for (const path of new Set([...before.keys(), ...atDeath.keys(), ...after.keys()])) {
      const allowed = [atDeath.get(path), ...(this.pending.has(path) ? [this.pending.get(path) ?? undefined] : [])];
      expect(allowed, path).toContain(after.get(path));
    }
    expect(await this.onVolume()).toEqual(Object.fromEntries(after));
    this.pending.clear();
  }

  async end(): Promise<void> {
    this.stopWatching();
    this.shell?.kill();
    await this.sync.close();
    await this.provider.sandboxes.close(this.at.interview);
  }

  /** One terminal change of a path at a time: with two, either may be what the kill left. */
  private inTerminal(path: string, text: string | null): void {
    if (this.pending.has(path)) return;
    this.pending.set(path, text === null ? null : `${text}\n`);
    this.shell?.write(Buffer.from(text === null ? `rm -f ${path}\r` : `echo '${text}' > ${path}\r`));
  }

  private async openSandbox(): Promise<void> {
    const { sandboxes, volumes } = this.provider;
    const image = loadRuntimes().get('javascript')?.image;
    if (!image) throw new Error('There is no JavaScript');
    await this.sync.flush(this.at);
    const volume = volumeName(this.at.interview);
    await volumes.create(volume);
    await sandboxes.open({
      session: this.at.interview,
      volume,
      image: { ...image, tools: null },
      limits: { memory_mb: 256, cpu: 1, pids: 64, disk_mb: 64 },
      tags: {},
    });
    this.stopWatching = await this.sync.watch(this.at);
    this.shell = await sandboxes.terminal(this.at.interview, { cols: 80, rows: 24 });
  }

  private async stored(): Promise<Contents> {
    const files = await withTenant(this.knex, this.at.tenant, (tx) => readFiles(tx, this.at.interview));
    return new Map(files.map(({ path, content }) => [path, content.toString()]));
  }

  private async onVolume(): Promise<Record<string, string>> {
    const name = volumeName(this.at.interview);
    const tree = await this.provider.volumes.tree(name);
    const read = async (path: string) => [path, Buffer.from(await this.provider.volumes.read(name, path)).toString()] as const;
    return Object.fromEntries(await Promise.all(tree.map(({ path }) => read(path))));
  }
}
