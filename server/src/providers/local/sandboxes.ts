import type { Pty, RunEvent, RunSpec, SandboxCheck, SandboxPort, SandboxSpec } from '../../services/volumes/port.js';
import { VolumeError } from '../../services/volumes/port.js';
import { checkHost } from './check.js';
import { pathParts } from './files/path.js';
import type { RunOwners } from './files/owners.js';
import type { Host } from './host.js';
import { Pool } from './pool.js';
import { Run } from './run.js';
import { Session } from './session.js';
import { shapeOf, Standby } from './standby.js';
import type { LocalVolumes } from './volumes.js';

/** Sandboxes on this machine. Each session's and each run's processes die with this server process, whatever ends it. */
export class LocalSandboxes implements SandboxPort {
  private readonly sessions = new Map<string, Promise<Session>>();
  private readonly pool: Pool;
  private checked: Promise<SandboxCheck> | null = null;

  /** `host` rejects where nothing can run here; every verb then says why. `ahead` is how many sandboxes are kept started for runs. */
  constructor(
    private readonly host: () => Promise<Host>,
    private readonly volumes: LocalVolumes,
    private readonly owners: RunOwners,
    ahead: number,
    log?: { warn(message: string): void },
  ) {
    this.pool = new Pool({ size: ahead, log, start: async (shape) => Standby.start(await this.ready(), this.owners.fresh(), shape) });
  }

  async open(spec: SandboxSpec): Promise<{ created: boolean }> {
    const found = this.sessions.get(spec.session);
    if (found) {
      await found;
      return { created: false };
    }
    const opening = this.ready().then((host) => Session.open(host, this.volumes, spec));
    this.sessions.set(spec.session, opening);
    try {
      await opening;
    } catch (error) {
      this.sessions.delete(spec.session);
      throw error;
    }
    if (spec.likely_run) this.pool.prepare(shapeOf(spec.likely_run));
    return { created: true };
  }

  /** Every sandbox of a session mounts the same folder, so they have one name. */
  async find(session: string): Promise<string | null> {
    return this.sessions.has(session) ? session : null;
  }

  async list(): Promise<{ session: string; tags: Readonly<Record<string, string>> }[]> {
    const sessions = await Promise.all(this.sessions.values());
    return sessions.map(({ spec: { session, tags } }) => ({ session, tags }));
  }

  async close(session: string): Promise<void> {
    const found = this.sessions.get(session);
    this.sessions.delete(session);
    await (await found)?.close();
  }

  async *run(spec: RunSpec, signal: AbortSignal): AsyncGenerator<RunEvent> {
    await this.ready();
    const files = await this.filesOf(spec);
    const shape = shapeOf(spec);
    try {
      yield* new Run(await this.pool.take(shape), spec).stream(files, signal);
    } finally {
      this.pool.prepare(shape);
    }
  }

  async terminal(session: string, size: { cols: number; rows: number }): Promise<Pty> {
    return (await this.get(session)).terminal(size);
  }

  async watch(session: string, onChange: () => void): Promise<() => void> {
    return (await this.get(session)).watch(onChange);
  }

  check(): Promise<SandboxCheck> {
    return (this.checked ??= this.tryHost().catch((error: unknown) => ({ ready: false, detail: messageOf(error), warnings: [] })));
  }

  async stop(): Promise<void> {
    await this.pool.close();
    await Promise.all([...this.sessions.keys()].map((session) => this.close(session)));
  }

  private async tryHost(): Promise<SandboxCheck> {
    const [checked, weakness] = await Promise.all([
      this.host().then((host) => checkHost(host, this.owners.fresh())),
      this.volumes.weakness(),
    ]);
    const held = 'every volume and every run has a disk of its own size';
    if (weakness === null) return { ...checked, detail: checked.ready ? `${checked.detail}; ${held}` : checked.detail };
    const watched = `The size of an open workspace is watched once a second, not held, because ${weakness}; runs have a disk of their own that is.`;
    return { ...checked, warnings: [...checked.warnings, watched] };
  }

  /** Refuses to run anything where the self-test found a way out. */
  private async ready(): Promise<Host> {
    const { ready, detail } = await this.check();
    if (!ready) throw new VolumeError('unavailable', detail);
    return this.host();
  }

  private async get(session: string): Promise<Session> {
    const found = await this.sessions.get(session);
    if (!found) throw new VolumeError('not_found', `There is no open sandbox for ${session}.`);
    return found;
  }

  private async filesOf({ volume, overlay, limits }: RunSpec): Promise<{ path: string; content: Uint8Array }[]> {
    const files = new Map<string, Uint8Array>();
    const bytes = limits.disk_mb * 1024 * 1024;
    if (volume !== null) for await (const { path, content } of this.volumes.contents(volume, bytes)) files.set(path, content);
    for (const { path, content } of overlay) {
      makeRoom(files, pathParts(path));
      files.set(path, content);
    }
    return [...files].map(([path, content]) => ({ path, content }));
  }
}

/** The overlay wins: a file where it needs a folder goes, and so does a folder where it needs a file. */
function makeRoom(files: Map<string, Uint8Array>, parts: readonly string[]): void {
  for (let length = 1; length < parts.length; length++) files.delete(parts.slice(0, length).join('/'));
  const below = `${parts.join('/')}/`;
  for (const path of files.keys()) if (path.startsWith(below)) files.delete(path);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
