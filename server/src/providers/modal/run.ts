import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerProcess, Sandbox } from 'modal';
import type { RunEvent, RunSpec } from '../../services/volumes/port.js';
import type { Account } from './account.js';
import { Channel } from './channel.js';
import { createContainer, endContainer } from './container.js';
import { toVolumeError } from './errors.js';
import { execute, feed } from './execute.js';
import type { LiveSandboxes } from './live.js';
import { layFiles } from './run-files.js';
import { workspace } from './scripts.js';
import type { ModalVolumes } from './volumes.js';

export interface RunDeps {
  account: Account;
  live: LiveSandboxes;
  volumes: ModalVolumes;
}

type Exit = Extract<RunEvent, { type: 'exit' }>;
type Reason = Exit['reason'];

/**
 * One run in a sandbox of its own that is thrown away after: neither what earlier runs nor what the candidate's sandbox
 * did to itself can reach it. Leaving the iteration early ends it too.
 */
export async function* runOnCopy(deps: RunDeps, spec: RunSpec, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
  let sandbox: Sandbox | null = null;
  try {
    if (!signal.aborted) sandbox = await prepared(deps, spec);
    if (!sandbox || signal.aborted) {
      yield { type: 'exit', code: null, reason: 'aborted', truncated: false, duration_ms: 0, report: new Uint8Array() };
      return;
    }
    yield* new Run(sandbox, spec, signal).events();
  } catch (error) {
    throw toVolumeError(error);
  } finally {
    if (sandbox) void endContainer(sandbox).catch(() => undefined);
  }
}

async function prepared({ account, live, volumes }: RunDeps, spec: RunSpec): Promise<Sandbox> {
  const { image, limits } = spec;
  const sandbox = await createContainer(account, { image, limits, lifetime_ms: limits.wall_ms + 120_000, tags: { interviewlm_run: '1' } });
  try {
    await layFiles(sandbox, spec, volumes, live);
    return sandbox;
  } catch (error) {
    await endContainer(sandbox).catch(() => undefined);
    throw error;
  }
}

const maxReportBytes = 4 * 1024 * 1024;
/** Output beyond the limit is dropped; beyond this many times the limit, so is the run. */
const farBeyond = 8;

class Run {
  readonly #channel = new Channel<RunEvent>();
  readonly #report = `/tmp/.report-${randomBytes(8).toString('hex')}`;
  #sent = 0;
  #truncated = false;
  #reason: Reason | null = null;
  #stop: () => void = () => undefined;
  readonly #stopped = new Promise<null>((resolve) => (this.#stop = () => resolve(null)));

  constructor(
    private readonly sandbox: Sandbox,
    private readonly spec: RunSpec,
    private readonly signal: AbortSignal,
  ) {}

  async *events(): AsyncGenerator<RunEvent, void> {
    const exit = this.#drive().finally(() => this.#channel.end());
    exit.catch(() => undefined);
    try {
      yield* this.#channel;
      yield await exit;
    } finally {
      this.#end('aborted');
    }
  }

  async #drive(): Promise<Exit> {
    const { argv, image, env, stdin, limits } = this.spec;
    // The shell reports a command that isn't there the way every run reports failure: by its exit code.
    const words = ['sh', '-c', `cd ${workspace} && exec "$@"`, 'sh', ...argv.map((word) => word.replaceAll('{report}', this.#report))];
    const from = performance.now();
    const process = await this.sandbox.exec(words, {
      mode: 'binary',
      env: { ...image.env, ...env },
      timeoutMs: Math.ceil(limits.wall_ms / 1000) * 1000 + 30_000,
    });
    const deadline = setTimeout(() => this.#end('timed_out'), limits.wall_ms);
    const onAbort = () => this.#end('aborted');
    this.signal.addEventListener('abort', onAbort, { once: true });
    // The caller may have given up while the command was being started.
    if (this.signal.aborted) onAbort();
    try {
      const outputs = (['stdout', 'stderr'] as const).map((stream) => this.#pump(process, stream));
      feed(process, stdin).catch(() => undefined);
      const code = await Promise.race([process.wait().catch(() => null), this.#stopped]);
      const duration_ms = Math.round(performance.now() - from);
      // What a process left behind still writes is not the run's.
      await Promise.race([Promise.all(outputs), sleep(1000)]);
      return await this.#exit(code, duration_ms);
    } finally {
      clearTimeout(deadline);
      this.signal.removeEventListener('abort', onAbort);
    }
  }

  async #exit(code: number | null, duration_ms: number): Promise<Exit> {
    const reason = this.#reason ?? (code === null ? await this.#ownEnd() : code === killed ? 'killed' : 'exited');
    const report = this.#reason === null && code !== null ? await this.#readReport() : new Uint8Array();
    return { type: 'exit', code: reason === 'exited' ? code : null, reason, truncated: this.#truncated, duration_ms, report };
  }

  /** The sandbox ended before its command did, and not by us: Modal ends one that outgrows its memory. */
  async #ownEnd(): Promise<Reason> {
    const code = await this.sandbox.poll().catch(() => null);
    return code === killed ? 'out_of_memory' : 'killed';
  }

  async #readReport(): Promise<Uint8Array> {
    if (!this.spec.argv.some((word) => word.includes('{report}'))) return new Uint8Array();
    const script = `[ -f "$1" ] && [ ! -L "$1" ] && exec head -c ${maxReportBytes} -- "$1"`;
    const { code, stdout } = await execute(this.sandbox, ['sh', '-c', script, 'sh', this.#report], { output_bytes: maxReportBytes });
    return code === 0 ? stdout : new Uint8Array();
  }

  async #pump(process: ContainerProcess<Uint8Array>, stream: 'stdout' | 'stderr'): Promise<void> {
    const limit = this.spec.limits.output_bytes;
    try {
      for await (const data of process[stream]) {
        const room = Math.max(0, limit - this.#sent);
        this.#sent += data.length;
        if (data.length > room) this.#truncated = true;
        if (room > 0) await this.#channel.put({ type: 'output', stream, data: data.subarray(0, room) });
        if (this.#sent > limit * farBeyond) this.#end('output_limit');
        if (this.#reason !== null) return;
      }
    } catch {
      // The stream of a sandbox that was ended breaks off; its end is told by the exit.
    }
  }

  #end(reason: Reason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.sandbox.terminate().catch(() => undefined);
    this.#stop();
  }
}

/** 128 and SIGKILL. */
const killed = 137;
