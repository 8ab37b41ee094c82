import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxLimits } from '../../../services/volumes/port.js';
import type { OwnerTag } from '../owner-tag.js';
import { cpuPeriodUs, cpuQuotaUs, cpuShares, memoryBytes, pidsMax, type Cgroup, type Cgroups } from './cgroups.js';
import { counter, emptyGroup, firstLineOf, groupName, makeGroup, pidsOf, sweepOwners } from './group-files.js';

/** Version 2: one tree. Null where it isn't mounted, lacks a controller, or isn't ours to write. */
export async function openV2(mounts: string, own: string, owner: OwnerTag): Promise<Cgroups | null> {
  const parent = parentOf(mounts, own);
  if (parent === null || !(await delegate(parent))) return null;
  const root = join(parent, owner.name);
  try {
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'cgroup.subtree_control'), enable);
  } catch {
    return null;
  }
  return {
    version: 'v2',
    create: (limits) => createV2Group(root, v2Settings(limits)),
    sweep: () => sweepOwners(parent, owner),
    close: () => rmdir(root).catch(() => undefined),
  };
}

export function createV2Group(root: string, settings: Readonly<Record<string, string | number>>): Cgroup {
  const group = join(root, groupName());
  makeGroup(group, settings);
  return {
    joinFiles: [join(group, 'cgroup.procs')],
    pids: () => pidsOf(group),
    events: async () => ({
      outOfMemory: await counter(join(group, 'memory.events'), 'oom_kill'),
      forksRefused: await counter(join(group, 'pids.events'), 'max'),
    }),
    processorTime: () => firstLineOf(join(group, 'cpu.stat')),
    destroy: () => emptyGroup(group),
  };
}

export const v2Settings = (limits: SandboxLimits): Record<string, string | number> => ({
  'memory.max': memoryBytes(limits),
  'memory.swap.max': 0,
  // All or nothing: a run whose helper was ended alone would go on as if it had failed by itself.
  'memory.oom.group': 1,
  'pids.max': pidsMax(limits),
  'cpu.weight': Math.round((cpuShares * 100) / 1024),
  'cpu.max': `${cpuQuotaUs(limits)} ${cpuPeriodUs}`,
});

const needed = ['memory', 'pids', 'cpu'];
const enable = needed.map((controller) => `+${controller}`).join(' ');

/** The group to make ours in: this process's own, where a service manager delegates it. */
function parentOf(mounts: string, own: string): string | null {
  const mount = mounts.split('\n').find((line) => / - cgroup2 /.test(line));
  const [root, mountPoint] = mount?.split(' ').slice(3, 5) ?? [];
  const path = own
    .split('\n')
    .find((line) => line.startsWith('0::'))
    ?.slice(3);
  if (root === undefined || mountPoint === undefined || path === undefined) return null;
  return join(mountPoint, path.startsWith(root) ? path.slice(root.length) : '');
}

/**
 * Passes the controllers on to groups below `parent`. The kernel refuses that while processes sit in `parent` itself (its own root apart),
 * so this process first moves into a group of its own; where others sit there too, it moves back and does without.
 */
async function delegate(parent: string): Promise<boolean> {
  const offered = await readFile(join(parent, 'cgroup.controllers'), 'utf8').catch(() => '');
  if (!needed.every((controller) => offered.split(/\s/).includes(controller))) return false;
  const control = join(parent, 'cgroup.subtree_control');
  if (await wrote(control, enable)) return true;
  const server = join(parent, 'interviewlm-server');
  await mkdir(server, { recursive: true }).catch(() => undefined);
  if (!(await wrote(join(server, 'cgroup.procs'), String(process.pid)))) return false;
  if (await wrote(control, enable)) return true;
  await wrote(join(parent, 'cgroup.procs'), String(process.pid));
  await rmdir(server).catch(() => undefined);
  return false;
}

const wrote = (file: string, text: string) =>
  writeFile(file, text).then(
    () => true,
    () => false,
  );
