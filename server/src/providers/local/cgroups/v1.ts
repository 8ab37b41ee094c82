import { rmdirSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxLimits } from '../../../services/volumes/port.js';
import type { OwnerTag } from '../owner-tag.js';
import { cpuPeriodUs, cpuQuotaUs, cpuShares, memoryBytes, pidsMax, type Cgroup, type Cgroups } from './cgroups.js';
import { counter, emptyGroup, firstLineOf, groupName, makeGroup, pidsOf, sweepOwners } from './group-files.js';

const needed = ['pids', 'memory', 'cpu'] as const;
type Controller = (typeof needed)[number] | 'cpuacct';

/** A mounted tree, and the folder of this server's groups in it. */
interface Tree {
  readonly controllers: readonly Controller[];
  readonly parent: string;
  readonly root: string;
}

/**
 * Version 1: a tree for each controller, or for several, and a group is a folder in each. Null where one is missing or not ours to write.
 */
export async function openV1(mounts: string, own: string, owner: OwnerTag): Promise<Cgroups | null> {
  const trees: Tree[] = [];
  for (const tree of treesOf(mounts, own, owner.name)) if (await isOurs(tree)) trees.push(tree);
  if (!needed.every((controller) => treeOf(trees, controller))) return null;
  return {
    version: 'v1',
    create: (limits) => create(trees, limits),
    sweep: async () => {
      for (const { parent } of trees) await sweepOwners(parent, owner);
    },
    close: async () => {
      for (const { root } of trees) await rmdir(root).catch(() => undefined);
    },
  };
}

const isOurs = ({ root }: Tree) =>
  mkdir(root, { recursive: true }).then(
    () => true,
    () => false,
  );

const treeOf = (trees: readonly Tree[], controller: Controller) => trees.find(({ controllers }) => controllers.includes(controller));

function create(trees: readonly Tree[], limits: SandboxLimits): Cgroup {
  const name = groupName();
  const groups: string[] = [];
  try {
    for (const { controllers, root } of trees) {
      const group = join(root, name);
      makeGroup(group, Object.assign({}, ...controllers.map((controller) => settings(limits)[controller])) as Settings);
      groups.push(group);
    }
  } catch (error) {
    for (const group of groups) rmdirSync(group);
    throw error;
  }
  const file = (controller: Controller, called: string) => join(treeOf(trees, controller)?.root ?? '', name, called);
  return {
    joinFiles: groups.map((group) => join(group, 'cgroup.procs')),
    pids: () => pidsOf(file('pids', '')),
    events: async () => ({
      outOfMemory: await counter(file('memory', 'memory.oom_control'), 'oom_kill'),
      forksRefused: await counter(file('pids', 'pids.events'), 'max'),
    }),
    processorTime: () => (treeOf(trees, 'cpuacct') ? firstLineOf(file('cpuacct', 'cpuacct.usage')) : null),
    destroy: async () => {
      for (const group of groups) await emptyGroup(group);
    },
  };
}

type Settings = Readonly<Record<string, number>>;

const settings = (limits: SandboxLimits): Record<Controller, Settings> => ({
  pids: { 'pids.max': pidsMax(limits) },
  memory: { 'memory.limit_in_bytes': memoryBytes(limits) },
  cpu: { 'cpu.shares': cpuShares, 'cpu.cfs_period_us': cpuPeriodUs, 'cpu.cfs_quota_us': cpuQuotaUs(limits) },
  cpuacct: {},
});

/** Where this process's own group is mounted, for each controller: ours go below it, so limits set on the server hold for them too. */
function treesOf(mounts: string, own: string, name: string): Tree[] {
  const trees = new Map<string, Controller[]>();
  for (const controller of [...needed, 'cpuacct'] as const) {
    const mount = mounts.split('\n').find((line) => / - cgroup /.test(line) && optionsOf(line).includes(controller));
    const group = own.split('\n').find((line) => line.split(':')[1]?.split(',').includes(controller));
    const [root, mountPoint] = mount?.split(' ').slice(3, 5) ?? [];
    if (root === undefined || mountPoint === undefined || group === undefined) continue;
    const path = group.split(':').slice(2).join(':');
    // Inside a container the mount may show only the container's part of the tree.
    const parent = join(mountPoint, path.startsWith(root) ? path.slice(root.length) : '');
    trees.set(parent, [...(trees.get(parent) ?? []), controller]);
  }
  return [...trees].map(([parent, controllers]) => ({ controllers, parent, root: join(parent, name) }));
}

const optionsOf = (line: string) => line.split(' ').at(-1)?.split(',') ?? [];
