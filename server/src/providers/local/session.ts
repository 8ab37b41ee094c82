import { VolumeError, type SandboxSpec } from '../../services/volumes/port.js';
import { shellProfile } from './etc.js';
import { makeGuard, type Guard } from './guard.js';
import type { Host } from './host.js';
import { Patrol } from './patrol.js';
import { openPty, shellEnv, type LocalPty } from './terminal.js';
import type { HeldVolume, LocalVolumes } from './volumes.js';

/** One interview's open sandbox: its terminals share the files and the limits. */
export class Session {
  private readonly terminals: Set<LocalPty>;
  private readonly watchers = new Set<() => void>();
  private readonly patrol: Patrol;
  private readonly looking: NodeJS.Timeout;
  private closed = false;
  /** The session itself, and each terminal from its start to its end: the volume is let go by the last. */
  private holders = 1;

  private constructor(
    private readonly host: Host,
    volumes: LocalVolumes,
    readonly spec: SandboxSpec,
    private readonly guard: Guard,
    private readonly volume: HeldVolume,
    terminals: Set<LocalPty>,
  ) {
    this.terminals = terminals;
    this.patrol = new Patrol(
      volumes,
      spec.volume,
      { bytes: this.diskBytes, held: volume.holdsSize },
      {
        isActive: () => this.terminals.size > 0,
        hasRun: this.sinceLast(),
        changed: () => {
          for (const watcher of this.watchers) watcher();
        },
        full: (detail) => this.say(detail),
        overfull: (detail) => this.endTerminals(detail),
      },
    );
    const hasRun = this.sinceLast();
    this.looking = setInterval(() => {
      if (this.terminals.size > 0 && hasRun()) void this.look().catch(() => undefined);
    }, 500);
    this.looking.unref();
  }

  /** Rejects with `not_found` when there is no such volume. */
  static async open(host: Host, volumes: LocalVolumes, spec: SandboxSpec): Promise<Session> {
    const volume = await volumes.hold(spec.volume);
    const terminals = new Set<LocalPty>();
    try {
      const guard = makeGuard(host.cgroups, spec.limits, () => [...terminals].map(({ pid }) => pid));
      return new Session(host, volumes, spec, guard, volume, terminals);
    } catch (error) {
      volume.release();
      throw error;
    }
  }

  async terminal(size: { cols: number; rows: number }): Promise<LocalPty> {
    if (this.isClosed() || this.terminals.size >= maxTerminals)
      throw new VolumeError('unavailable', 'The sandbox takes no more terminals.');
    this.holders++;
    const pty = await this.startShell(size).catch((error: unknown) => {
      this.letGo();
      throw error;
    });
    this.terminals.add(pty);
    pty.onExit(() => {
      this.terminals.delete(pty);
      this.letGo();
    });
    if (this.isClosed()) pty.kill();
    return pty;
  }

  watch(onChange: () => void): () => void {
    // Each call stands for itself, even with a function that watches already.
    const watcher = () => onChange();
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.patrol.stop();
    clearInterval(this.looking);
    this.watchers.clear();
    for (const pty of this.terminals) pty.kill();
    await this.guard.end();
    this.letGo();
  }

  private async startShell(size: { cols: number; rows: number }): Promise<LocalPty> {
    const launch = await this.host.launch({
      owner: this.volume.owner,
      tools: this.spec.image.tools,
      workspace: { bind: this.volume.bind },
      report: null,
      env: { ...shellEnv, ...this.spec.image.env },
      terminal: true,
      fileBytes: this.diskBytes,
      joinFiles: this.guard.joinFiles,
      command: ['/bin/bash', '-c', shellScript, 'shell', String(this.spec.limits.pids + 4)],
    });
    const pty = openPty(launch, size);
    pty.onExit(() => void this.host.scratch.remove(launch.files));
    return pty;
  }

  private letGo(): void {
    if (--this.holders === 0) this.volume.release();
  }

  /** Where the kernel doesn't hold the limits, or ended one process for them, the rest goes too and the candidate is told why. */
  private async look(): Promise<void> {
    const breach = await this.guard.breach();
    if (!breach?.severe) return;
    const { memory_mb, pids } = this.spec.limits;
    this.endTerminals(breach.limit === 'out_of_memory' ? `Memory ran out: ${memory_mb} MB.` : `Too many processes: ${pids} at most.`);
    await this.guard.forgive();
  }

  /** Tells each time whether a process may have run since the time before: where none has, nothing was written and no limit was reached. */
  private sinceLast(): () => boolean {
    let last: string | null = null;
    return () => {
      const now = this.guard.processorTime();
      const hasRun = now === null || now !== last;
      last = now;
      return hasRun;
    };
  }

  private say(detail: string): void {
    for (const pty of this.terminals) pty.say(`[${detail}]`);
  }

  private endTerminals(detail: string): void {
    this.say(detail);
    for (const pty of this.terminals) pty.kill();
  }

  /** A method, because it may become true while something is waited for. */
  private isClosed(): boolean {
    return this.closed;
  }

  private get diskBytes(): number {
    return this.spec.limits.disk_mb * 1024 * 1024;
  }
}

const maxTerminals = 8;
const shellScript = `ulimit -u "$1"; exec bash --noprofile --rcfile ${shellProfile} -i`;
