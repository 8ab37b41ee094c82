import type { SandboxLimits } from '../../services/volumes/port.js';
import type { Cgroup, Cgroups } from './cgroups/cgroups.js';
import { killQuietly, useOfTree } from './processes.js';

export type Breach = 'out_of_memory' | 'too_many_processes';

/** Holds one sandbox's processes to their limits. */
export interface Guard {
  joinFiles: readonly string[];
  /** The limit that was broken so far, if one was; `severe` when the sandbox should end for it. */
  breach(): Promise<{ limit: Breach; severe: boolean } | null>;
  pids(): Promise<number[]>;
  /** Ends every process of the sandbox. Idempotent. */
  end(): Promise<void>;
}

/** By control group where there are some; otherwise by watching, which notices later and counts shared memory twice. */
export async function makeGuard(cgroups: Cgroups | null, limits: SandboxLimits, roots: () => readonly number[]): Promise<Guard> {
  return cgroups ? guardByCgroup(await cgroups.create(limits)) : guardByWatching(limits, roots);
}

/** A program may run into the limit and recover; one that goes on and on is a fork bomb. */
const refusalsOfABomb = 50;

function guardByCgroup(group: Cgroup): Guard {
  let ended: Promise<void> | undefined;
  return {
    joinFiles: group.joinFiles,
    async breach() {
      const { outOfMemory, forksRefused } = await group.events();
      if (outOfMemory > 0) return { limit: 'out_of_memory', severe: true };
      return forksRefused > 0 ? { limit: 'too_many_processes', severe: forksRefused >= refusalsOfABomb } : null;
    },
    pids: () => group.pids(),
    end: () => (ended ??= group.destroy()),
  };
}

/** Full at this many looks in a row: it isn't getting out by itself. */
const looksOfABomb = 20;

function guardByWatching(limits: SandboxLimits, roots: () => readonly number[]): Guard {
  let memoryBroken = false;
  let fullLooks = 0;
  const look = async () => {
    const uses = await Promise.all(roots().map(useOfTree));
    return {
      pids: uses.flatMap(({ pids }) => pids),
      tasks: uses.reduce((sum, { tasks }) => sum + tasks, 0),
      memoryBytes: uses.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
    };
  };
  return {
    joinFiles: [],
    async breach() {
      const { tasks, memoryBytes } = await look();
      memoryBroken ||= memoryBytes > limits.memory_mb * 1024 * 1024;
      if (memoryBroken) return { limit: 'out_of_memory', severe: true };
      fullLooks = tasks >= limits.pids ? fullLooks + 1 : 0;
      return fullLooks > 0 ? { limit: 'too_many_processes', severe: fullLooks >= looksOfABomb } : null;
    },
    pids: async () => (await look()).pids,
    end: async () => {
      // The outermost process takes the sandbox's first one with it, and the kernel all the rest.
      for (const pid of roots()) killQuietly(pid);
    },
  };
}
