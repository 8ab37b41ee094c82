import { closeSync } from 'node:fs';
import type { RunSpec, RuntimeImage, SandboxLimits } from '../../services/volumes/port.js';
import type { Owner } from './files/directory.js';
import { makeGuard, type Guard } from './guard.js';
import type { Host, Launch, LaunchSpec } from './host.js';
import type { Launched } from './launcher.js';
import { readFrom, writeTo, type Pipe } from './pipes.js';
import { killQuietly } from './processes.js';
import { runHeader, runScript, type RunCommand } from './run-script.js';

/** What a run's sandbox is made of before anybody knows what it will run. */
export interface Shape {
  tools: RuntimeImage['tools'];
  limits: SandboxLimits;
  /** A command that may be started before its files are there; null for one that is told later. */
  early: RunCommand | null;
}

export type Pipes = Record<'stdin' | 'stdout' | 'stderr' | 'report' | 'feed', Pipe>;

export function shapeOf(spec: RunSpec): Shape {
  const { memory_mb, cpu, pids, disk_mb } = spec.limits;
  return {
    tools: spec.image.tools,
    limits: { memory_mb, cpu, pids, disk_mb },
    early: spec.reads_input_first ? commandOf(spec) : null,
  };
}

export const commandOf = ({ argv, image, env, reads_input_first = false }: RunSpec): RunCommand => ({
  argv,
  env: { ...image.env, ...env },
  early: reads_input_first,
});

export const diskBytes = ({ limits }: Shape): number => limits.disk_mb * 1024 * 1024;

/**
 * A started sandbox that waits on its feed for one command, or with it for files and input. It has an empty disk, a host user and a
 * control group of its own.
 */
export class Standby {
  private reportEnded = false;
  private ended = false;

  private constructor(
    readonly shape: Shape,
    readonly guard: Guard,
    private readonly launched: Launched,
    readonly pipes: Pipes,
    private readonly cleanUp: () => Promise<void>,
  ) {
    void this.exited.then(() => (this.ended = true));
    if (shape.early) this.tell(shape.early);
  }

  static async start(host: Host, owner: Owner, shape: Shape): Promise<Standby> {
    const child: { pid?: number | undefined } = {};
    const guard = makeGuard(host.cgroups, shape.limits, () => (child.pid === undefined ? [] : [child.pid]));
    const files: string[] = [];
    const cleanUp = () => host.scratch.remove(files);
    try {
      const fifos = await host.scratch.fifos(5);
      files.push(...fifos);
      const launch = await host.launch(launchSpec(owner, shape, fifos[3] ?? null, guard));
      files.push(...launch.files);
      const pipes = openPipes(fifos);
      const started = await launchWith(host, launch, pipes);
      child.pid = started.pid;
      return new Standby(shape, guard, started, pipes, cleanUp);
    } catch (error) {
      await guard.end();
      await cleanUp();
      throw error;
    }
  }

  /** Says what to become. Files follow on the feed. */
  tell(command: RunCommand): void {
    this.pipes.feed.socket.write(runHeader(this.shape.limits.pids + 4, command));
  }

  /** The exit code; null when a signal ended it. */
  get exited(): Promise<number | null> {
    return this.launched.exited;
  }

  get isAlive(): boolean {
    return !this.ended;
  }

  kill(): void {
    if (!this.ended) killQuietly(this.launched.pid);
  }

  /** An end of our own keeps the report's pipe from ending before its writer comes. */
  endReport(): void {
    if (!this.reportEnded) closeSync(this.pipes.report.fd);
    this.reportEnded = true;
  }

  /** Ends every process and removes what starting it left on the disk. */
  async close(): Promise<void> {
    this.kill();
    this.endReport();
    for (const { socket } of Object.values(this.pipes)) socket.destroy();
    await this.guard.end();
    await this.cleanUp();
  }
}

const launchSpec = (owner: Owner, shape: Shape, report: string | null, guard: Guard): LaunchSpec => ({
  owner,
  tools: shape.tools,
  workspace: { tmpfsBytes: diskBytes(shape) },
  report,
  env: {},
  terminal: false,
  fileBytes: diskBytes(shape),
  joinFiles: guard.joinFiles,
  command: ['/bin/bash', '-c', runScript, 'run'],
});

async function launchWith(host: Host, { file, args }: Launch, pipes: Pipes): Promise<Launched> {
  const { stdin, stdout, stderr, feed, report } = pipes;
  try {
    return await host.launcher.start(file, args, [stdin.fd, stdout.fd, stderr.fd, 'ignore', 'ignore', feed.fd]);
  } catch (error) {
    for (const { socket } of Object.values(pipes)) socket.destroy();
    closeSync(report.fd);
    throw error;
  } finally {
    for (const pipe of [stdin, stdout, stderr, feed]) closeSync(pipe.fd);
  }
}

function openPipes(fifos: readonly string[]): Pipes {
  const [stdin = '', stdout = '', stderr = '', report = '', feed = ''] = fifos;
  return { stdin: writeTo(stdin), stdout: readFrom(stdout), stderr: readFrom(stderr), report: readFrom(report), feed: writeTo(feed) };
}
