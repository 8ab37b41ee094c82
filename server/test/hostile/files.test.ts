import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytes, freshVolume, image, limits, run, Screen, text } from '../contract/volumes/kit.js';
import { startLocal, type Local } from './support/provider.js';
import { withoutStall } from './support/stalls.js';

let local: Local;
let outside: string;
const secret = `secret ${randomUUID()}`;
beforeAll(() => {
  local = startLocal();
  outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'secret.txt'), secret);
});
afterAll(async () => {
  rmSync(outside, { recursive: true, force: true });
  await local.stop();
});

/** A volume with `folder/inside.txt`, and its host folder to plant things in. */
async function planted(plant: (folder: string) => void): Promise<string> {
  const volume = await freshVolume(local.volumes, { 'folder/inside.txt': 'inside' });
  plant(local.folder(volume));
  return volume;
}

const notAFile = { name: 'VolumeError', code: 'not_a_file' };
const untouched = () => expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe(secret);

describe('HF1 a link is never followed', () => {
  test.each([
    ['to a file', 'link', (at: string) => symlinkSync(join(outside, 'secret.txt'), join(at, 'link'))],
    ['to a folder', 'link/secret.txt', (at: string) => symlinkSync(outside, join(at, 'link'))],
    ['relative', 'link/secret.txt', (at: string) => symlinkSync('../../../../../../../../tmp', join(at, 'link'))],
    ['to the root of a process', 'link/etc/passwd', (at: string) => symlinkSync('/proc/self/root', join(at, 'link'))],
    ['to itself', 'link', (at: string) => symlinkSync('link', join(at, 'link'))],
    ['to a descriptor', 'link', (at: string) => symlinkSync('/proc/self/fd/0', join(at, 'link'))],
    ['to nothing', 'link', (at: string) => symlinkSync('/nowhere', join(at, 'link'))],
  ])('%s', async (_, path, plant) => {
    const volume = await planted(plant);
    await expect(local.volumes.read(volume, path)).rejects.toMatchObject(notAFile);
    await expect(local.volumes.write(volume, [{ kind: 'write', path, content: bytes('overwritten') }])).rejects.toMatchObject(notAFile);
    await expect(local.volumes.write(volume, [{ kind: 'move', from: 'folder/inside.txt', to: `${path}/x` }])).rejects.toMatchObject(
      notAFile,
    );
    expect((await local.volumes.tree(volume)).map((entry) => entry.path)).toEqual(['folder/inside.txt']);
    const copy = await run(local.sandboxes, ['sh', '-c', 'find . -type l -o -type f | sort'], { volume });
    expect(copy.stdout).toBe('./folder/inside.txt\n');
    untouched();
  });

  test('the link itself can be deleted and what it names stays', async () => {
    const volume = await planted((at) => symlinkSync(outside, join(at, 'link')));
    await local.volumes.write(volume, [{ kind: 'delete', path: 'link' }]);
    untouched();
    const full = await planted((at) => symlinkSync(outside, join(at, 'folder', 'link')));
    await local.volumes.delete(full);
    untouched();
  });
});

describe('HF2 only regular files are files, and nothing waits for another kind', () => {
  test('FIFOs, sockets and devices', async () => {
    const volume = await planted((at) => {
      for (let index = 0; index < 8; index++) spawnSync('mkfifo', [join(at, `fifo${index}`)]);
      spawnSync('mknod', [join(at, 'zero'), 'c', '1', '5']);
      spawnSync('python3', ['-c', 'import socket,sys; socket.socket(socket.AF_UNIX).bind("s")'], { cwd: at });
    });
    const all = [...Array.from({ length: 8 }, (_, index) => `fifo${index}`), 's', ...(process.getuid?.() === 0 ? ['zero'] : [])];
    await Promise.all(all.map((path) => expect(local.volumes.read(volume, path)).rejects.toMatchObject(notAFile)));
    for (const path of all)
      await expect(local.volumes.write(volume, [{ kind: 'write', path, content: bytes('x') }])).rejects.toMatchObject(notAFile);
    expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
    expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['folder/inside.txt']);
  });

  test('a file larger than memory', async () => {
    const volume = await planted((at) => {
      writeFileSync(join(at, 'sparse'), '');
      truncateSync(join(at, 'sparse'), 2 ** 40);
    });
    await expect(local.volumes.read(volume, 'sparse')).rejects.toMatchObject({ code: 'too_large' });
    await expect(run(local.sandboxes, ['true'], { volume })).rejects.toMatchObject({ code: 'volume_full' });
  });

  test('a write goes to a name, not to the file that a hard link shares', async () => {
    const volume = await planted((at) => linkSync(join(at, 'folder/inside.txt'), join(at, 'twin.txt')));
    await local.volumes.write(volume, [{ kind: 'write', path: 'twin.txt', content: bytes('new') }]);
    expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
  });
});

describe('HF3 strange trees', () => {
  test('names that are not text are passed over, and deleted with the volume', async () => {
    const volume = await planted((at) => {
      const raw = (name: Buffer) => Buffer.concat([Buffer.from(`${at}/`), name]);
      writeFileSync(raw(Buffer.from([0xff, 0xfe, 0x41])), 'x');
      mkdirSync(raw(Buffer.from([0xc3, 0x28])));
      writeFileSync(raw(Buffer.concat([Buffer.from([0xc3, 0x28]), Buffer.from('/x')])), 'x');
      for (const name of ['new\nline', 'esc\x1b[2J', 'back\\slash']) writeFileSync(join(at, name), 'x');
      writeFileSync(join(at, '__proto__'), 'proto');
      writeFileSync(join(at, 'bidi\u202etxt.js'), 'bidi');
    });
    expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['__proto__', 'bidi\u202etxt.js', 'folder/inside.txt']);
    await local.volumes.delete(volume);
    expect(await local.volumes.exists(volume)).toBe(false);
  });

  test('a tree of 3,000 levels is listed, copied and deleted without a stall', async () => {
    const volume = await planted((at) => {
      const deep = 'import os\nfor i in range(3000):\n  os.mkdir("d"); os.chdir("d")\nopen("bottom","w").write("x")';
      spawnSync('python3', ['-c', deep], { cwd: at });
    });
    await withoutStall(async () => {
      expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['folder/inside.txt']);
      expect((await run(local.sandboxes, ['true'], { volume })).exit.code).toBe(0);
      await local.volumes.delete(volume);
    });
    expect(
      spawnSync('find', [join(local.dataDir, 'volumes-trash')])
        .stdout.toString()
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });

  test('more files than anybody needs', async () => {
    const volume = await planted((at) => {
      spawnSync('bash', ['-c', 'mkdir many; cd many; seq 25000 | xargs touch'], { cwd: at });
    });
    await expect(local.volumes.tree(volume)).rejects.toMatchObject({ code: 'too_large' });
    expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
    await local.volumes.delete(volume);
  });

  test('folders that their owner closed', async () => {
    const volume = await planted((at) =>
      spawnSync('bash', ['-c', 'mkdir -p closed/deeper; touch closed/deeper/x; chmod 0 closed/deeper closed'], { cwd: at }),
    );
    await local.volumes.delete(volume);
    expect(
      spawnSync('find', [join(local.dataDir, 'volumes-trash')])
        .stdout.toString()
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });
});

if (process.getuid?.() === 0)
  describe('HF6 a volume of a server that ran as somebody else', () => {
    test('gets an owner of ours before anything runs on it', async () => {
      const volume = await planted((at) => {
        symlinkSync(join(outside, 'secret.txt'), join(at, 'link'));
        spawnSync('chown', ['-R', '-h', '1234:1234', at]);
      });
      const session = `itv_${randomUUID().replaceAll('-', '')}`;
      await local.sandboxes.open({ session, volume, image, limits, tags: {} });
      const screen = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
      await screen.sees('$ ');
      screen.type('echo more >> folder/inside.txt; cat folder/inside.txt\r');
      await screen.sees('insidemore');
      await local.sandboxes.close(session);
      const owners = ['', 'folder', 'folder/inside.txt', 'link'].map((path) => lstatSync(join(local.folder(volume), path)).uid);
      expect(new Set(owners).size).toBe(1);
      expect(owners[0]).toBeGreaterThan(200_000);
      expect(statSync(join(outside, 'secret.txt')).uid).toBe(0);
    });
  });

describe('HF4 no race leads outside', () => {
  /** Swaps `folder` for a link to the host's folder and back, as fast as it can, until it is ended. */
  const swapper = (at: string) =>
    spawn(
      'python3',
      [
        '-c',
        `
import os
os.symlink(${JSON.stringify(outside)}, 'link')
while True:
    os.rename('folder', 'aside'); os.rename('link', 'folder')
    os.rename('folder', 'link'); os.rename('aside', 'folder')`,
        at,
      ],
      { cwd: at },
    );

  test('20,000 reads and 4,000 writes against a folder that turns into a link', async () => {
    const volume = await freshVolume(local.volumes, { 'folder/secret.txt': 'inside' });
    const swapping = swapper(local.folder(volume));
    const seen = { inside: 0, refused: 0 };
    try {
      for (let round = 0; round < 1000; round++) {
        const reads = Array.from({ length: 20 }, () => local.volumes.read(volume, 'folder/secret.txt').then(text, () => null));
        const writes = Array.from({ length: 4 }, (_, index) =>
          local.volumes.write(volume, [{ kind: 'write', path: `folder/w${index}.txt`, content: bytes('w') }]).catch(() => undefined),
        );
        for (const content of await Promise.all(reads)) {
          expect(content ?? 'inside').toBe('inside');
          seen[content === null ? 'refused' : 'inside']++;
        }
        await Promise.all(writes);
      }
    } finally {
      swapping.kill('SIGKILL');
    }
    // Both sides of the swap were met, or nothing was tried.
    expect(seen.inside).toBeGreaterThan(10);
    expect(seen.refused).toBeGreaterThan(10);
    untouched();
    expect(spawnSync('ls', ['-A', outside]).stdout.toString()).toBe('secret.txt\n');
  });
});

describe('HF5 what is planted does not reach out at the next start', () => {
  test('mount points and start-up files below the workspace', async () => {
    const volume = await planted((at) => {
      for (const name of ['tests', 'tmp', 'proc', 'node_modules', '.bashrc', '.profile', '.bash_profile'])
        symlinkSync(outside, join(at, name));
      writeFileSync(join(at, '.inputrc'), '"a": "touch /workspace/pwned\\n"');
      writeFileSync(join(at, 'ls'), '#!/bin/sh\necho hijacked', { mode: 0o755 });
    });
    const session = `itv_${randomUUID().replaceAll('-', '')}`;
    await local.sandboxes.open({ session, volume, image, limits, tags: {} });
    const screen = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await screen.sees('$ ');
    screen.type('ls /; touch tests/planted; echo e""nd\r');
    await screen.sees('end');
    await local.sandboxes.close(session);
    expect(spawnSync('ls', ['-A', outside]).stdout.toString()).toBe('secret.txt\n');
  });

  test('a terminal that outgrows its disk is ended, told why, and can be opened again to clean up', async () => {
    const volume = await freshVolume(local.volumes, { 'kept.txt': 'kept' });
    const session = `itv_${randomUUID().replaceAll('-', '')}`;
    await local.sandboxes.open({ session, volume, image, limits: { ...limits, disk_mb: 16 }, tags: {} });
    const first = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await first.sees('$ ');
    first.type('for i in 1 2 3 4 5 6 7 8 9; do head -c 8M /dev/zero > big$i; sleep 1; done\r');
    await first.sees('it may take 16 MB');
    await first.exited;
    const second = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await second.sees('$ ');
    second.type('rm big*; echo clea""ned\r');
    await second.sees('cleaned');
    expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['kept.txt']);
    await local.sandboxes.close(session);
  });

  test('a terminal that asks for too much memory or too many processes stays within them', async () => {
    const volume = await freshVolume(local.volumes);
    const session = `itv_${randomUUID().replaceAll('-', '')}`;
    await local.sandboxes.open({ session, volume, image, limits, tags: {} });
    const bomb = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await bomb.sees('$ ');
    bomb.type('b() { b | b & }; b\r');
    await bomb.sees('Too many processes');
    await bomb.exited;
    const hog = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await hog.sees('$ ');
    hog.type('python3 -c "x = bytearray(1 << 30)"; echo code=$?\r');
    await hog.sees('Memory ran out');
    await local.sandboxes.close(session);
  });

  test('ten megabytes typed at a program that does not read', async () => {
    const volume = await freshVolume(local.volumes);
    const session = `itv_${randomUUID().replaceAll('-', '')}`;
    await local.sandboxes.open({ session, volume, image, limits, tags: {} });
    const screen = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await screen.sees('$ ');
    screen.type('stty raw -echo; echo rea""dy; sleep 60\r');
    await screen.sees('ready');
    await withoutStall(async () => {
      for (let index = 0; index < 160; index++) screen.pty.write(Buffer.alloc(64 * 1024, 'x'));
      expect((await run(local.sandboxes, ['echo', 'others go on'])).stdout).toBe('others go on\n');
    });
    await local.sandboxes.close(session);
    await screen.exited;
  });
});
