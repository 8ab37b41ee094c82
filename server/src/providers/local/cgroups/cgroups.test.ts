import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownerTag } from '../owner-tag.js';
import { openCgroups } from './open.js';
import { openV1 } from './v1.js';
import { createV2Group, openV2, v2Settings } from './v2.js';

const limits = { memory_mb: 100, cpu: 1.5, pids: 20, disk_mb: 28 };

/** Starts `sleep` as a member of a group, through the group's own files. */
async function joined(joinFiles: readonly string[]) {
  const child = spawn('sh', ['-c', 'for file in "$@"; do echo 0 > "$file" || exit 9; done; exec sleep 60', 'sh', ...joinFiles], {
    stdio: 'ignore',
  });
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))));
  await expect.poll(() => readFileSync(`/proc/${child.pid ?? 0}/comm`, 'utf8')).toBe('sleep\n');
  return { pid: child.pid ?? 0, ended };
}

/** What it says twice in a row. */
async function stays(says: () => string | null): Promise<string | null> {
  let last: string | null = null;
  await expect.poll(() => last === (last = says()), { interval: 100 }).toBe(true);
  return last;
}

describe('the driver that works here', async () => {
  const cgroups = await openCgroups(ownerTag());

  if (cgroups !== null)
    test('holds what joins, ends it, and leaves no folder', async () => {
      const group = cgroups.create(limits);
      const { pid, ended } = await joined(group.joinFiles);
      expect(await group.pids()).toEqual([pid]);
      expect(await group.events()).toEqual({ outOfMemory: 0, forksRefused: 0 });
      // It says whether anything ran: a member that sleeps changes nothing, one that begins does.
      const resting = await stays(() => group.processorTime());
      expect(resting).not.toBeNull();
      const other = await joined(group.joinFiles);
      expect(group.processorTime()).not.toBe(resting);
      await group.destroy();
      expect(await ended).toBe('SIGKILL');
      expect(await other.ended).toBe('SIGKILL');
      expect(group.joinFiles.filter((file) => existsSync(file))).toEqual([]);
      await cgroups.close();
    });

  test('a place that cannot be written gives none', async () => {
    const mounts = '30 1 0:26 / /proc/none rw - cgroup2 cgroup2 rw\n';
    expect(await openV2(mounts, '0::/\n', ownerTag())).toBeNull();
    expect(await openV2('', '0::/\n', ownerTag())).toBeNull();
  });
});

describe('version 1', () => {
  const line = (folder: string, controllers: string) => `30 1 0:26 / ${folder} rw - cgroup cgroup rw,${controllers}\n`;

  test('a group is a folder in each tree, also where controllers share one', async () => {
    const root = mkdtempSync(join(tmpdir(), 'interviewlm-cgroups-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const trees = { pids: 'pids', memory: 'memory', both: 'cpu,cpuacct' };
    for (const tree of Object.keys(trees)) mkdirSync(join(root, tree));
    const mounts = Object.entries(trees).map(([tree, controllers]) => line(join(root, tree), controllers));
    const own = Object.values(trees).map((controllers, index) => `${index}:${controllers}:/\n`);
    const group = (await openV1(mounts.join(''), own.join(''), ownerTag()))?.create(limits);
    const folders = group?.joinFiles.map((file) => dirname(file)) ?? [];
    expect(folders.map((folder) => relative(root, folder).split('/')[0])).toEqual(['pids', 'memory', 'both']);
    expect(readdirSync(folders[2] ?? '').toSorted()).toEqual(['cpu.cfs_period_us', 'cpu.cfs_quota_us', 'cpu.shares']);
    writeFileSync(join(folders[2] ?? '', 'cpuacct.usage'), '12\n');
    expect(group?.processorTime()).toBe('12');
  });

  test('does without the tree that counts, and with none that limits', async () => {
    const root = mkdtempSync(join(tmpdir(), 'interviewlm-cgroups-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const all = line(root, 'pids,memory,cpu');
    expect((await openV1(all, '1:pids,memory,cpu:/\n', ownerTag()))?.create(limits).processorTime()).toBeNull();
    expect(await openV1(line(root, 'pids,cpu'), '1:pids,cpu:/\n', ownerTag())).toBeNull();
  });
});

describe('version 2', () => {
  test("settings in the kernel's units", () => {
    expect(v2Settings(limits)).toEqual({
      'memory.max': 128 * 1024 * 1024,
      'memory.swap.max': 0,
      'memory.oom.group': 1,
      'pids.max': 22,
      'cpu.weight': 13,
      'cpu.max': '150000 100000',
    });
  });

  // Where version 1 holds the controllers, version 2 is mounted beside it and can still group and kill.
  const tree = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => existsSync(join(path, 'cgroup.procs')) && isWritable(path));
  if (tree !== undefined)
    test('groups and kills', async () => {
      const root = mkdtempSync(join(tree, 'interviewlm-test-'));
      onTestFinished(() => rmdirSync(root));
      const group = createV2Group(root, {});
      const { pid, ended } = await joined(group.joinFiles);
      expect(await group.pids()).toEqual([pid]);
      await group.destroy();
      expect(await ended).toBe('SIGKILL');
    });
});

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
