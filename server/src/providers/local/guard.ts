import type { SandboxLimits } from '../../services/volumes/port.js';
import type { Cgroup, Cgroups } from './cgroups/cgroups.js';
import { killQuietly, proportionalBytes, useOfTree } from './processes.js';

export type Breach = 'out_of_memory' | 'too_many_processes';

/** Holds one sandbox's processes to their limits. */
export interface Guard {
  joinFiles: readonly string[];
  /** The limit that was broken so far, if one was; `severe` when the sandbox should end for it. */
  breach(): Promise<{ limit: Breach; severe: boolean } | null>;
  /** Counts breaches anew: the sandbox goes on with what is left of it. */
  forgive(): Promise<void>;
  pids(): Promise<number[]>;
  /** The same as before when nothing has run since; null where that isn't known. */
  processorTime(): string | null;
  /** Ends every process of the sandbox. Idempotent. */
  end(): Promise<void>;
}

/** By control group where there are some; otherwise by watching, which notices later. */
export function makeGuard(cgroups: Cgroups | null, limits: SandboxLimits, roots: () => readonly number[]): Guard {
  return cgroups ? guardByCgroup(cgroups.create(limits)) : guardByWatching(limits, roots);
}

/** A program may run into the limit and recover; one that goes on and on is a fork bomb. */
const refusalsOfABomb = 50;

function guardByCgroup(group: Cgroup): Guard {
  let ended: Promise<void> | undefined;
  let forgiven = { outOfMemory: 0, forksRefused: 0 };
  return {
    joinFiles: group.joinFiles,
    async breach() {
      const events = await group.events();
      const forksRefused = events.forksRefused - forgiven.forksRefused;
      if (events.outOfMemory > forgiven.outOfMemory) return { limit: 'out_of_memory', severe: true };
      return forksRefused > 0 ? { limit: 'too_many_processes', severe: forksRefused >= refusalsOfABomb } : null;
    },
    forgive: async () => {
      forgiven = await group.events();
    },
    pids: () => group.pids(),
    processorTime: () => group.processorTime(),
    end: () => (ended ??= group.destroy()),
  };
}

/** Full at this many looks in a row: it isn't getting out by itself. */
const looksOfABomb = 10;

function guardByWatching(limits: SandboxLimits, roots: () => readonly number[]): Guard {
  let memoryBroken = false;
  let fullLooks = 0;
  const look = () => {
    const uses = roots().map(useOfTree);
    return {
      pids: uses.flatMap(({ pids }) => pids),
      tasks: uses.reduce((sum, { tasks }) => sum + tasks, 0),
      residentBytes: uses.reduce((sum, { residentBytes }) => sum + residentBytes, 0),
    };
  };
  const memoryBytes = limits.memory_mb * 1024 * 1024;
  return {
    joinFiles: [],
    async breach() {
      const { pids, tasks, residentBytes } = look();
      // Resident pages count once for each process that shares them; only when that is too much is the costly true number asked for.
      memoryBroken ||= residentBytes > memoryBytes && proportionalBytes(pids) > memoryBytes;
      if (memoryBroken) return { limit: 'out_of_memory', severe: true };
      fullLooks = tasks >= limits.pids ? fullLooks + 1 : 0;
      return fullLooks > 0 ? { limit: 'too_many_processes', severe: fullLooks >= looksOfABomb } : null;
    },
    forgive: async () => {
      memoryBroken = false;
      fullLooks = 0;
    },
    pids: async () => look().pids,
    processorTime: () => null,
    end: async () => {
      // The outermost process takes the sandbox's first one with it, and the kernel all the rest.
      for (const pid of roots()) killQuietly(pid);
    },
  };
}
