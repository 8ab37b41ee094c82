import type { RuntimeName } from '@interviewlm/protocol';

/** A volume is one interview's files: they outlive every sandbox that mounts them. Names are `interviewlm-<interview id>`. */
export interface VolumeInfo {
  name: string;
  created_at: Date;
}

export interface TreeEntry {
  /** Relative to the volume's root. Names that aren't UTF-8 text are left out of trees and never touched. */
  path: string;
  size: number;
  mtime_ms: number;
}

export type FileChange =
  { kind: 'write'; path: string; content: Uint8Array } | { kind: 'delete'; path: string } | { kind: 'move'; from: string; to: string };

/**
 * Storage of volumes. Twins: `providers/modal`, `providers/local`; both pass `test/contract/volumes.contract.ts`.
 * Errors: `VolumeError` with its code; a missing volume or file is `not_found`.
 */
export interface VolumePort {
  /** Idempotent. */
  create(name: string): Promise<void>;
  exists(name: string): Promise<boolean>;
  list(): Promise<VolumeInfo[]>;
  /** Idempotent. */
  delete(name: string): Promise<void>;
  read(name: string, path: string): Promise<Uint8Array>;
  /** Applied in order; parents are made. A write over a folder, a link or a device is refused with `not_a_file`. */
  write(name: string, changes: readonly FileChange[]): Promise<void>;
  /** Regular files only, whole tree, sorted by path. */
  tree(name: string): Promise<TreeEntry[]>;
  /** When it resolves, no crash of a sandbox loses what was written before. */
  commit(name: string): Promise<void>;
}

/** Where code runs: a data file of `server/runtimes`, as far as a provider needs it. */
export interface RuntimeImage {
  name: RuntimeName;
  /** Image to start from and the commands that complete it, for providers that build images. */
  registry: string;
  commands: readonly string[];
  /** Host folder with our test harness, mounted read-only at `/opt/runtime`; null when the runtime needs none. */
  tools: string | null;
  env: Readonly<Record<string, string>>;
}

export interface SandboxLimits {
  memory_mb: number;
  /** Cores, e.g. 1. */
  cpu: number;
  pids: number;
  disk_mb: number;
}

export interface SandboxSpec {
  /** The interview's id: one live sandbox each. */
  session: string;
  volume: string;
  image: RuntimeImage;
  limits: SandboxLimits;
  /** A run as this session's will be: what of it is known before may be started ahead. Its files, input and tests are never looked at. */
  likely_run?: RunSpec;
  tags: Readonly<Record<string, string>>;
}

export interface RunSpec {
  /** Volume whose files are copied to the run's own `/workspace`; null starts empty. The volume itself is never written. */
  volume: string | null;
  image: RuntimeImage;
  /** Laid over the copy: tests, or the whole content of a proof run. Wins over the volume's files. */
  overlay: readonly { path: string; content: Uint8Array }[];
  /** Run in `/workspace`, first word looked up on the PATH. `{report}` in any word becomes the path to write the report to. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Given on standard input, then closed: the nonce that signs the report. */
  stdin: Uint8Array;
  /** The command touches none of its files before it has read its input, so it may be started before they are there. */
  reads_input_first?: boolean;
  limits: SandboxLimits & { wall_ms: number; output_bytes: number };
}

export type RunEvent =
  | { type: 'output'; stream: 'stdout' | 'stderr'; data: Uint8Array }
  /** Always last, exactly once. Output beyond the limit is dropped and `truncated` set; far beyond it the run is killed. */
  | {
      type: 'exit';
      /** Null when killed. */
      code: number | null;
      reason: 'exited' | 'killed' | 'timed_out' | 'out_of_memory' | 'output_limit' | 'too_many_processes' | 'disk_full' | 'aborted';
      truncated: boolean;
      duration_ms: number;
      /** What was written to `{report}`, at most 4 MiB; empty when nothing was. */
      report: Uint8Array;
    };

/** A shell with a terminal of its own. Bytes, not text: a character may be cut anywhere. */
export interface Pty {
  onData(listener: (data: Uint8Array) => void): void;
  onExit(listener: (code: number | null) => void): void;
  write(data: Uint8Array): void;
  resize(cols: number, rows: number): void;
  /** Flow control: stop and go on reading from the shell. */
  pause(): void;
  resume(): void;
  kill(): void;
}

/**
 * Compute over volumes. Twins: `providers/modal`, `providers/local`.
 * Every run is single-use, on a copy: nothing that a candidate plants in one is there in the next.
 */
export interface SandboxPort {
  /** Get or create, idempotent under races. Resolves when the sandbox takes terminals. */
  open(spec: SandboxSpec): Promise<{ created: boolean }>;
  /**
   * Names the sandbox that is open, null when none is. Another name means another sandbox: what was not committed from the
   * one before may be gone.
   */
  find(session: string): Promise<string | null>;
  list(): Promise<{ session: string; tags: Readonly<Record<string, string>> }[]>;
  /** Ends every process of the session. Idempotent. */
  close(session: string): Promise<void>;
  run(spec: RunSpec, signal: AbortSignal): AsyncIterable<RunEvent>;
  terminal(session: string, size: { cols: number; rows: number }): Promise<Pty>;
  /** Calls back after files of the session's volume changed by other hands than `VolumePort.write`, at most 2 s late. */
  watch(session: string, onChange: () => void): Promise<() => void>;
  /** Tries what must be impossible. `ready: false` means that nothing may run here; `detail` says what to do. */
  check(): Promise<SandboxCheck>;
}

/** Where interviews run: volumes, and the sandboxes over them. */
export interface Computer {
  readonly volumes: VolumePort;
  readonly sandboxes: SandboxPort;
  /** Whether every process finds the same sandboxes; else each has its own, over the same volumes. */
  readonly shared: boolean;
}

export interface SandboxCheck {
  ready: boolean;
  detail: string;
  /** What is weaker here than it could be, in plain words. */
  warnings: string[];
}

export type VolumeErrorCode = 'not_found' | 'not_a_file' | 'exists' | 'invalid_path' | 'too_large' | 'volume_full' | 'unavailable';

export class VolumeError extends Error {
  constructor(
    readonly code: VolumeErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'VolumeError';
  }
}
