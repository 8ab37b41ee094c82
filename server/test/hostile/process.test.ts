import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxCheck } from '../../src/services/volumes/port.js';
import { until } from '../contract/volumes/kit.js';
import { freshMarker, processesWith, startLocal } from './support/provider.js';

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'server-'));
  program = join(folder, 'server.mjs');
  const pty = createRequire(import.meta.url).resolve('@lydell/node-pty');
  await build({
    entryPoints: [join(import.meta.dirname, 'support/server-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { '@lydell/node-pty': pty },
    external: [pty],
  });
  spawnSync('chmod', ['-R', 'a+rX', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  check: SandboxCheck;
  said: string[];
  tree: string[];
}

interface StartOptions {
  user?: number;
  extraFd?: number;
  wrap?: string[];
}

/** Starts a server in a process of its own and waits for what it says. */
async function startServer({ user, extraFd, wrap = [] }: StartOptions = {}): Promise<{
  server: ChildProcess;
  marker: string;
  said: Said;
  dataDir: string;
}> {
  const dataDir = mkdtempSync(join(tmpdir(), 'data-'));
  if (user !== undefined) chownSync(dataDir, user, user);
  const marker = freshMarker();
  const [file, ...args] = [...wrap, process.execPath, program, dataDir, dirname(dirname(process.execPath)), marker];
  const stdio = [
    'ignore',
    'pipe',
    'inherit',
    ...(extraFd === undefined ? [] : [...Array.from({ length: 54 }, () => 'ignore' as const), extraFd]),
  ] as const;
  const server = spawn(file, args, { stdio: [...stdio], ...(user === undefined ? {} : { uid: user, gid: user }) });
  const ended = once(server, 'exit');
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await ended;
    // What was inside of it ends a moment after it, and may still write.
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20 });
  });
  if (!server.stdout) throw new Error('no output to read');
  for await (const line of createInterface(server.stdout)) return { server, marker, dataDir, said: JSON.parse(line) as Said };
  throw new Error('the server ended without a word');
}

describe('HP1 SIGKILL of the server leaves no process', () => {
  test('terminal, run and their daemons are gone within a second, and the next server clears what is left', async () => {
    const { server, marker, said, dataDir } = await startServer();
    expect(said.check).toMatchObject({ ready: true });
    // Two of the terminal, two of the run, and two sandboxes that wait.
    await until(
      async () => (await processesWith(`sleep\0${marker}`)).length >= 6,
      10_000,
      () => 'the sandboxes that are started ahead',
    );
    server.kill('SIGKILL');
    await until(
      async () => (await processesWith(marker)).length === 0,
      1_000,
      () => 'all processes to end',
    );
    const next = startLocal(dataDir);
    onTestFinished(() => next.stop());
    expect((await next.sandboxes.check()).ready).toBe(true);
    expect((await next.volumes.tree('interviewlm-itv_1')).map(({ path }) => path)).toEqual(['a/b.txt', 'made']);
    const left = ['/run', '/sys/fs/cgroup/pids'].flatMap((path) =>
      list(path).filter((name) => name.startsWith(`interviewlm-${server.pid ?? 0}-`)),
    );
    expect(left).toEqual([]);
  });
});

describe('HP2 descriptors that the server inherited stay with it', () => {
  test('descriptor 57', async () => {
    const extraFd = openSync('/etc/passwd', 'r');
    const { said } = await startServer({ extraFd });
    closeSync(extraFd);
    expect(said.said[1]?.trim().split(' ').map(Number)).toEqual([0, 1, 2, 3]);
  });
});

if (isRoot)
  describe('HP3 a server that is not root', () => {
    test('works, and says what is weaker', async () => {
      const { said, marker, server } = await startServer({ user: nobody });
      expect(said.check.detail).toMatch(/^bubblewrap/);
      expect(said.check).toMatchObject({ ready: true });
      expect(said.check.warnings.join(' ')).toMatch(/not root.*watched/);
      expect(said.said[0]).toContain('from the editor');
      expect(said.tree).toEqual(['a/b.txt', 'made']);
      server.kill('SIGKILL');
      await until(
        async () => (await processesWith(marker)).length === 0,
        1_000,
        () => 'all processes to end',
      );
    });

    test('root without loop devices watches sizes instead of holding them, and says why', async () => {
      const { said, server } = await startServer({ wrap: ['bwrap', '--dev-bind', '/', '/', '--dev', '/dev', '--die-with-parent', '--'] });
      server.kill('SIGKILL');
      expect(said.check.warnings.join(' ')).toMatch(/watched once a second, not held, because no image can be mounted \(/);
    });

    test('without user namespaces it refuses to run anything and says what to do', async () => {
      const wrap = ['bwrap', '--dev-bind', '/', '/', '--unshare-user', '--disable-userns', '--die-with-parent', '--'];
      const { said } = await startServer({ user: nobody, wrap });
      expect(said.check.ready).toBe(false);
      expect(said.check.detail).toMatch(/user namespaces.*MODAL_TOKEN_ID/s);
    });
  });

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
