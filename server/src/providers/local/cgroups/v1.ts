import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxLimits } from '../../../services/volumes/port.js';
import type { OwnerTag } from '../owner-tag.js';
import { cpuPeriodUs, cpuQuotaUs, cpuShares, memoryBytes, pidsMax, type Cgroup, type Cgroups } from './cgroups.js';
import { counter, emptyGroup, groupName, makeGroup, pidsOf, sweepOwners } from './group-files.js';

const controllers = ['pids', 'memory', 'cpu'] as const;
type Controller = (typeof controllers)[number];

/** Version 1: a tree for each controller, and a group is a folder in all three. Null where one is missing or not ours to write. */
export async function openV1(mounts: string, own: string, owner: OwnerTag): Promise<Cgroups | null> {
  const parents = parentsOf(mounts, own);
  if (parents === null) return null;
  const roots = mapControllers((controller) => join(parents[controller], owner.name));
  try {
    for (const controller of controllers) await mkdir(roots[controller], { recursive: true });
  } catch {
    return null;
  }
  return {
    version: 'v1',
    create: (limits) => create(roots, limits),
    sweep: async () => {
      for (const controller of controllers) await sweepOwners(parents[controller], owner);
    },
    close: async () => {
      for (const controller of controllers) await rmdir(roots[controller]).catch(() => undefined);
    },
  };
}

async function create(roots: Record<Controller, string>, limits: SandboxLimits): Promise<Cgroup> {
  const name = groupName();
  const groups = mapControllers((controller) => join(roots[controller], name));
  const made: string[] = [];
  try {
    for (const controller of controllers) {
      await makeGroup(groups[controller], settings(limits)[controller]);
      made.push(groups[controller]);
    }
  } catch (error) {
    for (const group of made) await rmdir(group);
    throw error;
  }
  return {
    joinFiles: controllers.map((controller) => join(groups[controller], 'cgroup.procs')),
    pids: () => pidsOf(groups.pids),
    events: async () => ({
      outOfMemory: await counter(join(groups.memory, 'memory.oom_control'), 'oom_kill'),
      forksRefused: await counter(join(groups.pids, 'pids.events'), 'max'),
    }),
    destroy: async () => {
      for (const controller of controllers) await emptyGroup(groups[controller]);
    },
  };
}

const settings = (limits: SandboxLimits): Record<Controller, Record<string, number>> => ({
  pids: { 'pids.max': pidsMax(limits) },
  memory: { 'memory.limit_in_bytes': memoryBytes(limits) },
  cpu: { 'cpu.shares': cpuShares, 'cpu.cfs_period_us': cpuPeriodUs, 'cpu.cfs_quota_us': cpuQuotaUs(limits) },
});

/** Where this process's own group is mounted, for each controller: ours go below it, so limits set on the server hold for them too. */
function parentsOf(mounts: string, own: string): Record<Controller, string> | null {
  const parents: Partial<Record<Controller, string>> = {};
  for (const controller of controllers) {
    const mount = mounts.split('\n').find((line) => / - cgroup /.test(line) && optionsOf(line).includes(controller));
    const group = own.split('\n').find((line) => line.split(':')[1]?.split(',').includes(controller));
    const [root, mountPoint] = mount?.split(' ').slice(3, 5) ?? [];
    if (root === undefined || mountPoint === undefined || group === undefined) return null;
    const path = group.split(':').slice(2).join(':');
    // Inside a container the mount may show only the container's part of the tree.
    parents[controller] = join(mountPoint, path.startsWith(root) ? path.slice(root.length) : '');
  }
  return parents as Record<Controller, string>;
}

const optionsOf = (line: string) => line.split(' ').at(-1)?.split(',') ?? [];

function mapControllers(value: (controller: Controller) => string): Record<Controller, string> {
  return { pids: value('pids'), memory: value('memory'), cpu: value('cpu') };
}
