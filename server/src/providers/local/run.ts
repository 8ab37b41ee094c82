import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent, RunSpec } from '../../services/volumes/port.js';
import { DiskGauge } from './disk-gauge.js';
import { Mailbox } from './mailbox.js';
import { filesReady } from './run-script.js';
import { commandOf, diskBytes, type Standby } from './standby.js';
import { tarArchive } from './tar.js';

type Exit = Extract<RunEvent, { type: 'exit' }>;
type File = { path: string; content: Uint8Array };

/** One command in a sandbox that never had another: fed, watched, ended and cleaned up. */
export class Run {
  private readonly events = new Mailbox<RunEvent>();
  private readonly disk: DiskGauge;
  private stopped: Exit['reason'] | null = null;
  private sent = 0;
  private truncated = false;
  private readonly report: Buffer[] = [];
  private reportBytes = 0;

  constructor(
    private readonly standby: Standby,
    private readonly spec: RunSpec,
  ) {
    this.disk = new DiskGauge(diskBytes(standby.shape));
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
    const { exited } = this.standby;
    const outputs = [this.collect('stdout'), this.collect('stderr'), this.collectReport()];
    const deadline = setTimeout(() => this.stop('timed_out'), this.spec.limits.wall_ms);
    const looking = this.look(exited);
    try {
      this.feed(files);
      const code = await exited;
      const duration = Math.round(performance.now() - from);
      await looking;
      this.standby.endReport();
      await Promise.race([Promise.all(outputs), sleep(1_000, undefined, { ref: false })]);
      return await this.exit(code, duration);
    } finally {
      clearTimeout(deadline);
      await this.close();
    }
  }

  private async exit(code: number | null, duration: number): Promise<Exit> {
    const failed = code !== 0;
    const breach = failed && this.stopped === null ? await this.standby.guard.breach() : null;
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
    for (let pause = 20; this.standby.isAlive; pause = Math.min(pause * 2, 160)) {
      await Promise.race([exited, sleep(pause)]);
      await this.disk.find(this.standby.guard);
      const breach = await this.standby.guard.breach();
      if (breach?.severe) this.stop(breach.limit);
    }
  }

  private feed(files: readonly File[]): void {
    const { shape, pipes } = this.standby;
    const { feed } = pipes;
    feed.socket.cork();
    if (!shape.early) this.standby.tell(commandOf(this.spec));
    for (const chunk of tarArchive(files)) feed.socket.write(chunk);
    feed.socket.uncork();
    feed.socket.end();
    if (!shape.early) this.giveInput();
  }

  private giveInput(): void {
    this.standby.pipes.stdin.socket.end(this.spec.stdin);
  }

  private async collect(stream: 'stdout' | 'stderr'): Promise<void> {
    const { socket } = this.standby.pipes[stream];
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
    const { socket } = this.standby.pipes.report;
    let awaited = this.standby.shape.early !== null;
    socket.on('data', (chunk: Buffer) => {
      const data = awaited && chunk[0] === filesReady ? chunk.subarray(1) : chunk;
      if (awaited) this.giveInput();
      awaited = false;
      if (this.reportBytes < maxReportBytes) this.report.push(data);
      this.reportBytes += data.length;
    });
    await closed(socket);
  }

  private stop(reason: Exit['reason']): void {
    if (!this.standby.isAlive || this.stopped) return;
    this.stopped = reason;
    this.standby.kill();
  }

  private async close(): Promise<void> {
    await this.disk.close();
    await this.standby.close();
  }
}

const maxReportBytes = 4 * 1024 * 1024;
/** Output beyond the limit is dropped; beyond this many times the limit, so is the run. */
const farBeyond = 8;

const closed = (socket: { once(event: 'close', listener: () => void): unknown }) =>
  new Promise<void>((resolve) => socket.once('close', resolve));
