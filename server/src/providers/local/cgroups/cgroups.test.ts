import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownerTag } from '../owner-tag.js';
import { openCgroups } from './open.js';
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

describe('the driver that works here', async () => {
  const cgroups = await openCgroups(ownerTag());

  if (cgroups !== null)
    test('holds what joins, ends it, and leaves no folder', async () => {
      const group = await cgroups.create(limits);
      const { pid, ended } = await joined(group.joinFiles);
      expect(await group.pids()).toEqual([pid]);
      expect(await group.events()).toEqual({ outOfMemory: 0, forksRefused: 0 });
      await group.destroy();
      expect(await ended).toBe('SIGKILL');
      expect(group.joinFiles.filter((file) => existsSync(file))).toEqual([]);
      await cgroups.close();
    });

  test('a place that cannot be written gives none', async () => {
    const mounts = '30 1 0:26 / /proc/none rw - cgroup2 cgroup2 rw\n';
    expect(await openV2(mounts, '0::/\n', ownerTag())).toBeNull();
    expect(await openV2('', '0::/\n', ownerTag())).toBeNull();
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
      const group = await createV2Group(root, {});
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
