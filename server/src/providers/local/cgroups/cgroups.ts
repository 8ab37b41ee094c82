import type { SandboxLimits } from '../../../services/volumes/port.js';

/** Control groups of this server process: one group a sandbox. */
export interface Cgroups {
  version: 'v1' | 'v2';
  /** Throws where the kernel refuses it. */
  create(limits: SandboxLimits): Cgroup;
  /** Ends what servers that are gone left behind. */
  sweep(): Promise<void>;
  /** Removes this server's own folder; its groups must be gone. */
  close(): Promise<void>;
}

export interface Cgroup {
  /** Files that a process writes `0` to so as to join, before it gives up its rights. */
  joinFiles: readonly string[];
  pids(): Promise<number[]>;
  events(): Promise<CgroupEvents>;
  /** What its processes have had of the processor: the same as before when none has run since. Null where the kernel doesn't count it. */
  processorTime(): string | null;
  /** Ends every process and the group itself. */
  destroy(): Promise<void>;
}

export interface CgroupEvents {
  /** Times that the kernel ended a process of the group because memory ran out. */
  outOfMemory: number;
  /** Times that a process or thread wasn't made because the group had enough. */
  forksRefused: number;
}

/** Disk of a run is memory as well (tmpfs), so the group gets both. */
export const memoryBytes = (limits: SandboxLimits) => (limits.memory_mb + limits.disk_mb) * 1024 * 1024;
export const cpuPeriodUs = 100_000;
export const cpuQuotaUs = (limits: SandboxLimits) => Math.max(1_000, Math.round(limits.cpu * cpuPeriodUs));
/** Against 1024 of the server's: when everybody wants the processor, the server is served first. */
export const cpuShares = 128;
/** Bubblewrap keeps two processes of its own in the group. */
export const pidsMax = (limits: SandboxLimits) => limits.pids + 2;
