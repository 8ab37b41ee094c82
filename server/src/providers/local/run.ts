import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent, RunSpec } from '../../services/volumes/port.js';
import { DiskGauge } from './disk-gauge.js';
import { reportPath } from './envelope.js';
import type { Owner } from './files/directory.js';
import { makeGuard, type Guard } from './guard.js';
import type { Host, Launch, LaunchSpec } from './host.js';
import { Mailbox } from './mailbox.js';
import { readFrom, writeTo, type Pipe } from './pipes.js';
import { killQuietly } from './processes.js';
import { runHeader, runScript } from './run-script.js';
import { tarArchive } from './tar.js';

type Exit = Extract<RunEvent, { type: 'exit' }>;
type Pipes = Record<'stdin' | 'stdout' | 'stderr' | 'report' | 'feed', Pipe>;
type File = { path: string; content: Uint8Array };

/** One sandbox for one command: started, fed, watched, ended and cleaned up. */
export class Run {
  private readonly events = new Mailbox<RunEvent>();
  private readonly disk: DiskGauge;
  private stopped: Exit['reason'] | null = null;
  private sent = 0;
  private truncated = false;
  private readonly report: Buffer[] = [];
  private reportBytes = 0;

  private constructor(
    private readonly spec: RunSpec,
    private readonly guard: Guard,
    private readonly child: ChildProcess,
    private readonly pipes: Pipes,
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.disk = new DiskGauge(diskBytes(spec));
  }

  static async start(host: Host, owner: Owner, spec: RunSpec): Promise<Run> {
    const child: { pid?: number | undefined } = {};
    const guard = await makeGuard(host.cgroups, spec.limits, () => (child.pid === undefined ? [] : [child.pid]));
    const files: string[] = [];
    const cleanUp = () => host.scratch.remove(files);
    try {
      const fifos = await host.scratch.fifos(5);
      files.push(...fifos);
      const launch = await host.launch(launchSpec(owner, spec, fifos[3] ?? null, guard));
      files.push(...launch.files);
      const pipes = openPipes(fifos);
      const started = spawnWith(launch, pipes);
      child.pid = started.pid;
      return new Run(spec, guard, started, pipes, cleanUp);
    } catch (error) {
      await guard.end();
      await cleanUp();
      throw error;
    }
  }

  /** Feeds the sandbox and yields what comes out of it. Ends it when the caller stops listening. */
  async *stream(files: readonly File[], signal: AbortSignal): AsyncGenerator<RunEvent> {
    const onAbort = () => this.stop('aborted');
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    try {
      void this.supervise(files).then(
        (exit) => this.events.finish(exit),
        (error: unknown) => this.events.fail(error),
      );
      yield* this.events;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.stop('aborted');
      await this.finished;
    }
  }

  private finished: Promise<unknown> = Promise.resolve();

  private async supervise(files: readonly File[]): Promise<Exit> {
    const work = this.watchOver(files);
    this.finished = work.catch(() => undefined);
    return work;
  }

  private async watchOver(files: readonly File[]): Promise<Exit> {
    const from = performance.now();
    const exited = exitOf(this.child);
    const outputs = [this.collect('stdout'), this.collect('stderr'), this.collectReport()];
    const deadline = setTimeout(() => this.stop('timed_out'), this.spec.limits.wall_ms);
    const looking = this.look(exited);
    try {
      this.feed(files);
      const code = await exited;
      const duration = Math.round(performance.now() - from);
      await looking;
      // An end of our own kept the report's pipe from ending before its writer came.
      closeSync(this.pipes.report.fd);
      await Promise.race([Promise.all(outputs), sleep(1_000, undefined, { ref: false })]);
      return await this.exit(code, duration);
    } finally {
      clearTimeout(deadline);
      await this.close();
    }
  }

  private async exit(code: number | null, duration: number): Promise<Exit> {
    const failed = code !== 0;
    const breach = failed && this.stopped === null ? await this.guard.breach() : null;
    const full = failed && this.stopped === null && (await this.disk.isFull());
    const reason = this.stopped ?? breach?.limit ?? (full ? 'disk_full' : code === null ? 'killed' : 'exited');
    return {
      type: 'exit',
      code: this.stopped ? null : code,
      reason,
      truncated: this.truncated,
      duration_ms: duration,
      report: Buffer.concat(this.report).subarray(0, maxReportBytes),
    };
  }

  /** Looks after limits until the sandbox has ended: often at first, since most runs are short. */
  private async look(exited: Promise<unknown>): Promise<void> {
    for (let pause = 20; !this.ended; pause = Math.min(pause * 2, 160)) {
      await Promise.race([exited, sleep(pause)]);
      await this.disk.find(this.guard);
      const breach = await this.guard.breach();
      if (breach?.severe) this.stop(breach.limit);
    }
  }

  private feed(files: readonly File[]): void {
    const { feed, stdin } = this.pipes;
    const argv = this.spec.argv.map((word) => word.replaceAll('{report}', reportPath));
    feed.socket.cork();
    feed.socket.write(runHeader(this.spec.limits.pids + 4, { ...this.spec.image.env, ...this.spec.env }, argv));
    for (const chunk of tarArchive(files)) feed.socket.write(chunk);
    feed.socket.uncork();
    feed.socket.end();
    stdin.socket.end(this.spec.stdin);
  }

  private async collect(stream: 'stdout' | 'stderr'): Promise<void> {
    const { socket } = this.pipes[stream];
    const limit = this.spec.limits.output_bytes;
    socket.on('data', (data: Buffer) => {
      const room = Math.max(0, limit - this.sent);
      this.sent += data.length;
      if (data.length > room) this.truncated = true;
      if (room > 0) this.events.put({ type: 'output', stream, data: data.subarray(0, room) });
      if (this.sent > limit * farBeyond) this.stop('output_limit');
    });
    await closed(socket);
  }

  private async collectReport(): Promise<void> {
    const { socket } = this.pipes.report;
    socket.on('data', (data: Buffer) => {
      if (this.reportBytes < maxReportBytes) this.report.push(data);
      this.reportBytes += data.length;
    });
    await closed(socket);
  }

  private stop(reason: Exit['reason']): void {
    if (this.ended || this.stopped) return;
    this.stopped = reason;
    if (this.child.pid !== undefined) killQuietly(this.child.pid);
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private async close(): Promise<void> {
    for (const { socket } of Object.values(this.pipes)) socket.destroy();
    await this.disk.close();
    await this.guard.end();
    await this.cleanUp();
  }
}

const maxReportBytes = 4 * 1024 * 1024;
/** Output beyond the limit is dropped; beyond this many times the limit, so is the run. */
const farBeyond = 8;

const diskBytes = (spec: RunSpec) => spec.limits.disk_mb * 1024 * 1024;

const launchSpec = (owner: Owner, spec: RunSpec, report: string | null, guard: Guard): LaunchSpec => ({
  owner,
  tools: spec.image.tools,
  workspace: { tmpfsBytes: diskBytes(spec) },
  report,
  env: {},
  terminal: false,
  fileBytes: diskBytes(spec),
  joinFiles: guard.joinFiles,
  command: ['/bin/bash', '-c', runScript, 'run'],
});

function spawnWith({ file, args }: Launch, { stdin, stdout, stderr, feed }: Pipes): ChildProcess {
  try {
    return spawn(file, args, { cwd: '/', env: {}, stdio: [stdin.fd, stdout.fd, stderr.fd, 'ignore', 'ignore', feed.fd] });
  } finally {
    for (const pipe of [stdin, stdout, stderr, feed]) closeSync(pipe.fd);
  }
}

function openPipes(fifos: readonly string[]): Pipes {
  const [stdin = '', stdout = '', stderr = '', report = '', feed = ''] = fifos;
  return { stdin: writeTo(stdin), stdout: readFrom(stdout), stderr: readFrom(stderr), report: readFrom(report), feed: writeTo(feed) };
}

/** The exit code; null when a signal ended it. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

const closed = (socket: { once(event: 'close', listener: () => void): unknown }) =>
  new Promise<void>((resolve) => socket.once('close', resolve));
