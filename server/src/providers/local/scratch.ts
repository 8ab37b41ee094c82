import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Launcher } from './launcher.js';
import { isOwnerName, type OwnerTag } from './owner-tag.js';

/**
 * This server process's own folder of small files that sandboxes are started from: `/etc`, arguments, pipes, mount points.
 * Under `/run` or `/tmp`, not the data folder: a session's user must be able to walk there, whatever the rights of the folders above our data.
 */
export class Scratch {
  readonly path: string;
  private pipes: string[] = [];

  constructor(
    tag: OwnerTag,
    private readonly mkfifo: string,
    private readonly launcher: Launcher,
  ) {
    this.path = join(parents.find(isWritable) ?? '/tmp', tag.name);
    sweep(tag);
    mkdirSync(this.path, { mode: 0o711 });
    // The umask may have taken the right to walk through.
    chmodSync(this.path, 0o711);
  }

  /** An empty folder to mount something on. */
  mountPoint(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { mode: 0o755 });
    return path;
  }

  async file(content: string | Buffer): Promise<string> {
    const path = join(this.path, randomUUID());
    await writeFile(path, content, { mode: 0o600 });
    return path;
  }

  /** Paths of fresh FIFOs, each used once; a candidate's process may reopen its end by `/proc/self/fd`, but only for writing. */
  async fifos(count: number): Promise<string[]> {
    if (this.pipes.length < count) await this.makeFifos();
    return this.pipes.splice(0, count);
  }

  async remove(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => unlink(path).catch(() => undefined)));
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private async makeFifos(): Promise<void> {
    const paths = Array.from({ length: 64 }, () => join(this.path, randomUUID()));
    await this.launcher.run(this.mkfifo, paths);
    await Promise.all(paths.map((path) => chmod(path, 0o622)));
    this.pipes.push(...paths);
  }
}

const parents = ['/run', '/tmp', '/var/tmp'];

function isWritable(path: string): boolean {
  const probe = join(path, `interviewlm-probe-${randomUUID()}`);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return true;
  } catch {
    return false;
  }
}

/** Removes the folders of servers that are gone, as far as they are ours: in `/tmp` anybody may have made one of that name. */
function sweep(tag: OwnerTag): void {
  for (const parent of parents) {
    for (const name of list(parent)) if (isOwnerName(name) && !tag.isAlive(name)) removeOurs(join(parent, name));
  }
}

function removeOurs(path: string): void {
  try {
    if (statSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
  } catch {
    // It looks like ours and isn't, which happens in a user namespace: whoever made it will remove it.
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
