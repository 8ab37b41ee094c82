import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bytes, freshSession, freshVolume, image, limits, Screen, text, until, type Get } from './kit.js';

export function sessionsContract(get: Get): void {
  /** An open sandbox on a volume with these files; closed when the test ends. */
  async function opened(files: Record<string, string> = {}) {
    const { volumes, sandboxes } = get();
    const session = freshSession();
    const volume = await freshVolume(volumes, files);
    const spec = { session, volume, image, limits, tags: { tenant: 'acme' } };
    const { created } = await sandboxes.open(spec);
    onTestFinished(() => sandboxes.close(session));
    const terminal = async (size = { cols: 80, rows: 24 }) => {
      const screen = new Screen(await sandboxes.terminal(session, size));
      await screen.sees('$ ');
      return screen;
    };
    return { session, volume, spec, created, terminal };
  }

  describe('SB1 a session has one sandbox', () => {
    test('opened, found, listed, closed, closed again', async () => {
      const { sandboxes } = get();
      const { session, spec, created } = await opened();
      expect(created).toBe(true);
      const name = await sandboxes.find(session);
      expect(name).toEqual(expect.any(String));
      expect(await sandboxes.find(session)).toBe(name);
      expect(await sandboxes.open(spec)).toEqual({ created: false });
      expect(await sandboxes.list()).toContainEqual({ session, tags: { tenant: 'acme' } });
      await sandboxes.close(session);
      await sandboxes.close(session);
      expect(await sandboxes.find(session)).toBeNull();
      await expect(sandboxes.terminal(session, { cols: 80, rows: 24 })).rejects.toMatchObject({ name: 'VolumeError', code: 'not_found' });
    });

    test('of many that open it at once, one creates it', async () => {
      const { volumes, sandboxes } = get();
      const session = freshSession();
      const volume = await freshVolume(volumes);
      onTestFinished(() => sandboxes.close(session));
      const answers = await Promise.all(Array.from({ length: 5 }, () => sandboxes.open({ session, volume, image, limits, tags: {} })));
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
    });
  });

  describe("SB2 a terminal is a shell on the session's files", () => {
    test('typing, output, exit code', async () => {
      const { terminal } = await opened({ 'hello.js': 'console.log("hi from " + process.cwd())' });
      const screen = await terminal();
      screen.type('node hello.js\r');
      await screen.sees('hi from /workspace');
      await screen.sees('$ ');
      screen.type('exit 5\r');
      expect(await screen.exited).toBe(5);
    });

    test('its size, and a new one', async () => {
      const { terminal } = await opened();
      const screen = await terminal({ cols: 93, rows: 31 });
      screen.type('stty size\r');
      await screen.sees('31 93');
      screen.pty.resize(120, 40);
      // It is on its way.
      const asked = async () => {
        screen.type('stty size\r');
        await sleep(250);
        return screen.rest.includes('40 120');
      };
      await until(asked, 15_000, () => `the new size in ${screen.rest}`);
    });

    test('Ctrl-C ends what runs, not the shell', async () => {
      const { terminal } = await opened();
      const screen = await terminal();
      screen.type('sleep 100\r');
      await sleep(700);
      screen.type('\x03');
      await screen.sees('$ ');
      screen.type('echo code=$?\r');
      await screen.sees('code=130');
    });

    test('a long paste arrives whole', async () => {
      const { terminal } = await opened();
      const screen = await terminal();
      screen.type('stty raw -echo; echo rea""dy; head -c 300000 | sha256sum; stty sane\r');
      await screen.sees('ready');
      const pasted = Buffer.alloc(300_000, 'an ordinary line of code;\n');
      for (let from = 0; from < pasted.length; from += 10_000) screen.pty.write(pasted.subarray(from, from + 10_000));
      await screen.sees(createHash('sha256').update(pasted).digest('hex'));
    });

    test('paused output waits and is not lost', async () => {
      const { terminal } = await opened();
      const screen = await terminal();
      screen.pty.pause();
      screen.type('i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; echo finished\r');
      await sleep(1_000);
      expect(screen.rest).not.toContain('\r\nfinished');
      screen.pty.resume();
      await screen.sees('line 19999\r\nfinished');
    });

    test('killed from outside', async () => {
      const { terminal } = await opened();
      const screen = await terminal();
      screen.pty.kill();
      await screen.exited;
    });

    test('closing the sandbox ends its terminals', async () => {
      const { sandboxes } = get();
      const { session, terminal } = await opened();
      const screen = await terminal();
      await sandboxes.close(session);
      await screen.exited;
    });
  });

  describe('SB3 editor and terminal work on the same files', () => {
    test('a saved file is there for the shell, writable by it', async () => {
      const { volumes } = get();
      const { volume, terminal } = await opened({ 'src/a.txt': 'one' });
      const screen = await terminal();
      await volumes.write(volume, [{ kind: 'write', path: 'src/a.txt', content: bytes('two\n') }]);
      screen.type('echo three >> src/a.txt; cat src/a.txt; rm -r src; ls -A | wc -l\r');
      await screen.sees('two\r\nthree\r\n0');
    });

    test('a file made in the shell is read, and outlives the sandbox after a commit', async () => {
      const { volumes, sandboxes } = get();
      const { session, volume, terminal } = await opened();
      const screen = await terminal();
      screen.type('mkdir -p made && echo here > made/it.txt; echo o""k\r');
      await screen.sees('ok');
      await volumes.commit(volume);
      expect(text(await volumes.read(volume, 'made/it.txt'))).toBe('here\n');
      await sandboxes.close(session);
      expect(text(await volumes.read(volume, 'made/it.txt'))).toBe('here\n');
      expect((await volumes.tree(volume)).map(({ path }) => path)).toEqual(['made/it.txt']);
    });

    test('a volume that is deleted under a shell becomes nobody else’s', async () => {
      const { volumes } = get();
      const { volume, terminal } = await opened({ 'who.txt': 'mine' });
      const first = await terminal();
      await volumes.delete(volume);
      for (const other of ['other 1', 'other 2', 'other 3']) await freshVolume(volumes, { 'who.txt': other });
      const second = await terminal().catch(() => null);
      for (const screen of [first, second ?? first]) {
        screen.type('cat who.txt; echo do""ne\r');
        expect(await screen.sees('done')).not.toContain('other');
      }
    });

    test("the watcher tells of the shell's changes within 2 s, and not of our own", async () => {
      const { volumes, sandboxes } = get();
      const { session, volume, terminal } = await opened({ 'a.txt': 'a' });
      let calls = 0;
      const stop = await sandboxes.watch(session, () => calls++);
      const screen = await terminal();
      await sleep(2_500);
      calls = 0;
      await volumes.write(volume, [{ kind: 'write', path: 'a.txt', content: bytes('ours') }]);
      await volumes.write(volume, [{ kind: 'write', path: 'new/b.txt', content: bytes('ours') }]);
      await sleep(3_000);
      expect(calls).toBe(0);
      const change = async (command: string, within_ms = 2_500) => {
        const before = calls;
        // The time begins when it is done, which on a busy machine is long after it was typed.
        screen.type(`${command}${command.endsWith('&') ? '' : ';'} echo do""ne\r`);
        await screen.sees('done');
        await until(
          () => calls > before,
          within_ms,
          () => `a call after ${command}`,
        );
      };
      await change('echo theirs > a.txt');
      await change('mv new/b.txt new/c.txt');
      await change('rm new/c.txt');
      // By what goes on while the shell is silent.
      await change('(sleep 2; echo late > e.txt) &', 4_500);
      stop();
      const before = calls;
      screen.type('echo unwatched > d.txt\r');
      await sleep(2_500);
      expect(calls).toBe(before);
    });
  });

  describe('SB4 the provider says whether it can be trusted', () => {
    test('check', async () => {
      const { ready, detail, warnings } = await get().sandboxes.check();
      expect(ready, detail).toBe(true);
      expect(warnings.every((warning) => warning.endsWith('.'))).toBe(true);
    });
  });
}
