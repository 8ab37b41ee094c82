import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { VolumeError } from '../../src/services/volumes/port.js';
import { bytes, freshVolume, image, limits, run, Screen, text, until } from '../contract/volumes/kit.js';
import { startLocal, type Local } from './support/provider.js';
import { HostWatch } from './support/host-watch.js';
import { withstand } from './support/ledger.js';

let local: Local;
const secret = `secret ${randomUUID()}`;
const watch = new HostWatch(secret);
const { outside } = watch;
beforeAll(async () => {
  local = startLocal();
  const { ready, detail } = await local.sandboxes.check();
  expect(ready, detail).toBe(true);
});
afterAll(async () => {
  watch.close();
  await local.stop();
});

/** A volume with `folder/inside.txt`, and its host folder to plant things in. */
async function planted(plant: (folder: string) => void): Promise<string> {
  const volume = await freshVolume(local.volumes, { 'folder/inside.txt': 'inside' });
  plant(await local.folder(volume));
  return volume;
}

/** One as it is kept where its size can't be held. */
async function plantedWatched(
  plant: (folder: string) => unknown = () => undefined,
  files: Record<string, string> = { 'folder/inside.txt': 'inside' },
) {
  const volume = `interviewlm-${randomUUID()}`;
  local.createWatched(volume);
  const changes = Object.entries(files).map(([path, content]) => ({ kind: 'write' as const, path, content: bytes(content) }));
  await local.volumes.write(volume, changes);
  await plant(await local.folder(volume));
  return volume;
}

const codeOf = (error: unknown) => (error instanceof VolumeError ? `${error.code}: ${error.message}` : String(error));
const refused = (work: Promise<unknown>) => work.then(() => 'done', codeOf);

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
  ])('%s', async (what, path, plant) => {
    const volume = await planted(plant);
    const work = async () => {
      const message = await refused(local.volumes.read(volume, path));
      expect(message).toMatch(/^not_a_file: /);
      await expect(local.volumes.write(volume, [{ kind: 'write', path, content: bytes('overwritten') }])).rejects.toMatchObject(notAFile);
      await expect(local.volumes.write(volume, [{ kind: 'move', from: 'folder/inside.txt', to: `${path}/x` }])).rejects.toMatchObject(
        notAFile,
      );
      expect((await local.volumes.tree(volume)).map((entry) => entry.path)).toEqual(['folder/inside.txt']);
      const copy = await run(local.sandboxes, ['sh', '-c', 'find . -type l -o -type f | sort'], { volume });
      expect(copy.stdout).toBe('./folder/inside.txt\n');
      return { ended: 'refused', message };
    };
    await withstand(watch, 'symbolic links', `a link ${what}`, work, { tries: 3 });
  });

  test('the link itself can be deleted and what it names stays', async () => {
    const volume = await planted((at) => symlinkSync(outside, join(at, 'link')));
    await local.volumes.write(volume, [{ kind: 'delete', path: 'link' }]);
    untouched();
    const full = await planted((at) => symlinkSync(outside, join(at, 'folder', 'link')));
    await withstand(watch, 'symbolic links', 'a volume with a link in it deleted', async () => {
      await local.volumes.delete(full);
      return { ended: 'deleted', message: 'what the link named stays' };
    });
  });
});

describe('HF2 only regular files are files, and nothing waits for another kind', () => {
  test('FIFOs, sockets and devices', async () => {
    const volume = await planted((at) => {
      for (let index = 0; index < 8; index++) spawnSync('mkfifo', [join(at, `fifo${index}`)]);
      spawnSync('mknod', [join(at, 'zero'), 'c', '1', '5']);
      spawnSync('/usr/bin/python3', ['-c', 'import socket,sys; socket.socket(socket.AF_UNIX).bind("s")'], { cwd: at });
    });
    const all = [...Array.from({ length: 8 }, (_, index) => `fifo${index}`), 's', ...(process.getuid?.() === 0 ? ['zero'] : [])];
    const work = async () => {
      const messages = await Promise.all(all.map((path) => refused(local.volumes.read(volume, path))));
      for (const message of messages) expect(message).toMatch(/^not_a_file: /);
      for (const path of all)
        await expect(local.volumes.write(volume, [{ kind: 'write', path, content: bytes('x') }])).rejects.toMatchObject(notAFile);
      expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
      expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['folder/inside.txt']);
      return { ended: 'refused', message: messages[0] ?? '' };
    };
    await withstand(watch, 'FIFOs', 'FIFOs, sockets and devices read and written as files', work, { tries: 3 });
  });

  test('a file larger than memory', async () => {
    const volume = await planted((at) => {
      writeFileSync(join(at, 'sparse'), '');
      truncateSync(join(at, 'sparse'), 2 ** 40);
    });
    const work = async () => {
      const message = await refused(local.volumes.read(volume, 'sparse'));
      expect(message).toMatch(/^too_large: /);
      await expect(run(local.sandboxes, ['true'], { volume })).rejects.toMatchObject({ code: 'volume_full' });
      return { ended: 'refused', message };
    };
    await withstand(watch, 'disk bombs', 'a file of a terabyte that takes no room', work, { tries: 3 });
  });

  test('a write goes to a name, not to the file that a hard link shares', async () => {
    const volume = await planted((at) => linkSync(join(at, 'folder/inside.txt'), join(at, 'twin.txt')));
    await withstand(watch, 'hard links', 'a write over a hard link', async () => {
      await local.volumes.write(volume, [{ kind: 'write', path: 'twin.txt', content: bytes('new') }]);
      expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
      return { ended: 'written', message: 'the other name keeps its content' };
    });
  });
});

describe('HF3 strange trees', () => {
  test('names that are not text are passed over, and deleted with the volume', async () => {
    const volume = await plantedWatched((at) => {
      const raw = (name: Buffer) => Buffer.concat([Buffer.from(`${at}/`), name]);
      writeFileSync(raw(Buffer.from([0xff, 0xfe, 0x41])), 'x');
      mkdirSync(raw(Buffer.from([0xc3, 0x28])));
      writeFileSync(raw(Buffer.concat([Buffer.from([0xc3, 0x28]), Buffer.from('/x')])), 'x');
      for (const name of ['new\nline', 'esc\x1b[2J', 'back\\slash']) writeFileSync(join(at, name), 'x');
      writeFileSync(join(at, '__proto__'), 'proto');
      writeFileSync(join(at, 'bidi\u202etxt.js'), 'bidi');
    });
    await withstand(watch, 'names', 'newline, ESC, bidi, bytes that are no text, __proto__', async () => {
      const paths = (await local.volumes.tree(volume)).map(({ path }) => path);
      expect(paths).toEqual(['__proto__', 'bidi\u202etxt.js', 'folder/inside.txt']);
      await local.volumes.delete(volume);
      expect(await local.volumes.exists(volume)).toBe(false);
      return { ended: 'listed, deleted', message: 'names that are no text are passed over' };
    });
  });

  test('a tree of 3,000 levels is listed, copied and deleted without a stall', async () => {
    const deep = 'import os\nfor i in range(3000):\n  os.mkdir("d"); os.chdir("d")\nopen("bottom","w").write("x")';
    const plant = (cwd: string) => promisify(execFile)('/usr/bin/python3', ['-c', deep], { cwd });
    const work = async () => {
      const volume = await plantedWatched(plant);
      expect((await local.volumes.tree(volume)).map(({ path }) => path)).toEqual(['folder/inside.txt']);
      expect((await run(local.sandboxes, ['true'], { volume })).exit.code).toBe(0);
      await local.volumes.delete(volume);
      return { ended: 'listed, deleted', message: 'what lies deeper than a path may be is passed over' };
    };
    await withstand(watch, 'strange trees', 'a tree of 3,000 levels', work, { tries: 3 });
    expect(
      spawnSync('find', [join(local.dataDir, 'volumes-trash')])
        .stdout.toString()
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });

  test('more files than anybody needs', async () => {
    const volume = await plantedWatched((at) => {
      spawnSync('bash', ['-c', 'mkdir many; cd many; seq 25000 | xargs touch'], { cwd: at });
    });
    await withstand(watch, 'inode bombs', '25,000 files', async () => {
      const message = await refused(local.volumes.tree(volume));
      expect(message).toMatch(/^too_large: /);
      expect(text(await local.volumes.read(volume, 'folder/inside.txt'))).toBe('inside');
      await local.volumes.delete(volume);
      return { ended: 'refused', message };
    });
  });

  test('folders that their owner closed', async () => {
    const volume = await plantedWatched((at) =>
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
      const volume = await plantedWatched((at) => {
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
      const folder = join(local.dataDir, 'volumes', volume);
      const owners = ['', 'folder', 'folder/inside.txt', 'link'].map((path) => lstatSync(join(folder, path)).uid);
      expect(new Set(owners).size).toBe(1);
      expect(owners[0]).toBeGreaterThan(200_000);
      expect(statSync(join(outside, 'secret.txt')).uid).toBe(0);
    });
  });

describe('HF4 no race leads outside', () => {
  /** Swaps `folder` for a link to the host's folder and back, as fast as it can, until it is ended. */
  const swapper = (at: string) =>
    spawn(
      '/usr/bin/python3',
      [
        '-c',
        `
import os, time
os.symlink(${JSON.stringify(outside)}, 'link')
while True:
    os.rename('folder', 'aside'); os.rename('link', 'folder')
    os.rename('folder', 'link'); os.rename('aside', 'folder'); time.sleep(.0001)`,
        at,
      ],
      { cwd: at },
    );

  test('20,000 reads and 4,000 writes against a folder that turns into a link', async () => {
    await withstand(
      watch,
      'races',
      '20,000 reads and 4,000 writes against a swapped link',
      async () => {
        const volume = await freshVolume(local.volumes, { 'folder/secret.txt': 'inside' });
        const swapping = swapper(await local.folder(volume));
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
        return { ended: 'read or refused', message: `${seen.inside} from inside, ${seen.refused} refused, 0 from outside` };
      },
      { tries: 3 },
    );
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
    await withstand(watch, 'mount-point plants', 'links where tests, /tmp and start-up files would be', async () => {
      screen.type('ls /; touch tests/planted; echo e""nd\r');
      await screen.sees('end');
      await local.sandboxes.close(session);
      return { ended: 'passed over', message: 'nothing is mounted or read below /workspace' };
    });
  });

  test('a terminal that outgrows a disk that is only watched is ended, told why, and can be opened again to clean up', async () => {
    const volume = await plantedWatched(undefined, { 'kept.txt': 'kept' });
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
    await withstand(watch, 'fork bombs', 'a fork bomb typed into a terminal', async () => {
      bomb.type('b() { b | b & }; b\r');
      await bomb.sees('[Too many processes: 64 at most.]');
      await bomb.exited;
      return { ended: 'terminal ended', message: 'Too many processes: 64 at most.' };
    });
    const hog = new Screen(await local.sandboxes.terminal(session, { cols: 80, rows: 24 }));
    await hog.sees('$ ');
    await withstand(watch, 'memory bombs', 'a memory hog typed into a terminal', async () => {
      hog.type('python3 -c "x = bytearray(1 << 30)"; echo code=$?\r');
      await hog.sees('[Memory ran out: 256 MB.]');
      return { ended: 'terminal ended', message: 'Memory ran out: 256 MB.' };
    });
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
    await withstand(watch, 'terminals', 'ten megabytes typed at a program that does not read', async () => {
      for (let index = 0; index < 160; index++) screen.pty.write(Buffer.alloc(64 * 1024, 'x'));
      expect((await run(local.sandboxes, ['echo', 'others go on'])).stdout).toBe('others go on\n');
      return { ended: 'dropped', message: 'others go on' };
    });
    await local.sandboxes.close(session);
    await screen.exited;
  });
});

describe('HF7 a volume of a size that is held', () => {
  const terminalOn = async (volume: string) => {
    const session = `itv_${randomUUID().replaceAll('-', '')}`;
    await local.sandboxes.open({ session, volume, image, limits, tags: {} });
    const screen = new Screen(await local.sandboxes.terminal(session, { cols: 200, rows: 24 }));
    await screen.sees('$ ');
    return { session, screen };
  };
  const write = (volume: string, path: string, content: string) =>
    local.volumes.write(volume, [{ kind: 'write', path, content: bytes(content) }]);

  test.runIf(process.getuid?.() === 0).each([
    ['disk bombs', 'a disk filled from a terminal', 'head -c 1G /dev/zero > big', 'at most 64 MB', 'rm big'],
    [
      'inode bombs',
      'a disk filled with empty files',
      'mkdir m; seq -f m/%g 9000 | xargs touch 2>&1 | tail -1',
      'at most 4096 files',
      'rm -r m',
    ],
  ])('%s: %s', async (family, program, command, limit, cleanUp) => {
    const volume = await freshVolume(local.volumes, { 'kept.txt': 'kept' });
    const { session, screen } = await terminalOn(volume);
    await withstand(watch, family, program, async () => {
      screen.type(`${command}; echo fi""lled\r`);
      // The kernel tells the command, and the server the candidate: whichever is quicker.
      await until(
        () => ['No space left on device', limit, 'filled'].every((said) => screen.rest.includes(said)),
        30_000,
        () => `both notices in ${JSON.stringify(screen.rest)}`,
      );
      await screen.sees('filled');
      // Nothing that was saved is lost, and the next save says what is wrong and where.
      const message = await refused(write(volume, 'kept.txt', 'x'.repeat(1 << 20)));
      expect(message).toMatch(/^volume_full: "kept.txt" does not fit: the volume is full\.$/);
      expect(text(await local.volumes.read(volume, 'kept.txt'))).toBe('kept');
      return { ended: 'ENOSPC', message };
    });
    screen.type(`${cleanUp}; echo clea""ned\r`);
    await screen.sees('cleaned');
    await write(volume, 'kept.txt', 'new');
    expect(text(await local.volumes.read(volume, 'kept.txt'))).toBe('new');
    await local.sandboxes.close(session);
  });

  test('is there again for the next server, and deleted with what is in it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'again-'));
    const first = startLocal(dataDir);
    const name = await freshVolume(first.volumes, { 'a/b.txt': 'saved' });
    await first.pause();
    const second = startLocal(dataDir);
    onTestFinished(() => second.stop());
    expect((await second.volumes.list()).map((volume) => volume.name)).toEqual([name]);
    expect(text(await second.volumes.read(name, 'a/b.txt'))).toBe('saved');
    await second.volumes.delete(name);
    expect(await second.volumes.exists(name)).toBe(false);
    await expect(second.volumes.read(name, 'a/b.txt')).rejects.toMatchObject({ code: 'not_found' });
  });
});
