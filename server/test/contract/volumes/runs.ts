import { describe, expect, test } from 'vitest';
import { bytes, freshVolume, image, run, sh, text, type Get } from './kit.js';

export function runsContract(get: Get): void {
  describe('RU1 a run gets files, variables, input and arguments exactly', () => {
    test('arguments and variables are not taken apart', async () => {
      const words = ['two words', '$HOME', '`id`', '"quoted"', "it's", '', 'línea\nnueva', '-x'];
      const script = 'console.log(JSON.stringify([process.argv.slice(1), process.env.ONE, process.env.IMAGE_VARIABLE, process.cwd()]))';
      const ran = await run(get().sandboxes, ['node', '-e', script, '--', ...words], { env: { ONE: '  $x "y"\nz' } });
      expect(ran.stderr).toBe('');
      expect(JSON.parse(ran.stdout)).toEqual([words, '  $x "y"\nz', 'set', '/workspace']);
      expect(ran.exit).toMatchObject({ code: 0, reason: 'exited', truncated: false });
    });

    test('input is given whole, then ends', async () => {
      const stdin = Buffer.alloc(200_000, 'abc\n');
      const ran = await sh(get().sandboxes, 'wc -c; cat', { stdin });
      expect(ran.stdout.trim()).toBe('200000');
    });

    test('the overlay lies over a copy of the volume', async () => {
      const { volumes, sandboxes } = get();
      const volume = await freshVolume(volumes, { 'a.txt': 'mine', 'b.txt': 'mine', 'sub/c.txt': 'mine' });
      const overlay = [
        { path: 'b.txt', content: bytes('over') },
        { path: 'tests/hidden/d.txt', content: bytes('over') },
      ];
      const ran = await sh(
        sandboxes,
        'for f in a.txt b.txt sub/c.txt tests/hidden/d.txt; do cat $f; echo; done; echo changed > a.txt; echo new > e.txt',
        { volume, overlay },
      );
      expect(ran.stdout).toBe('mine\nover\nmine\nover\n');
      expect(ran.exit.code).toBe(0);
      expect(text(await volumes.read(volume, 'a.txt'))).toBe('mine');
      expect((await volumes.tree(volume)).map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'sub/c.txt']);
    });

    test('where the overlay needs a folder, the volume has no file, and the other way round', async () => {
      const { volumes, sandboxes } = get();
      const volume = await freshVolume(volumes, { tests: 'a file', 'lib/x.js': 'x' });
      const overlay = [
        { path: 'tests/a.txt', content: bytes('over') },
        { path: 'lib', content: bytes('over') },
      ];
      const ran = await sh(sandboxes, 'cat tests/a.txt lib', { volume, overlay });
      expect(ran.stdout).toBe('overover');
    });

    test('nothing of one run is there in the next', async () => {
      const { sandboxes } = get();
      await sh(sandboxes, 'echo planted > /workspace/planted; echo planted > /tmp/planted');
      const next = await sh(sandboxes, 'ls -A /workspace /tmp');
      expect(next.stdout).not.toContain('planted');
    });
  });

  describe('RU2 what a run says comes out as it says it', () => {
    test('both streams, bytes unchanged, the exit last and once', async () => {
      const ran = await run(get().sandboxes, [
        'node',
        '-e',
        'process.stdout.write("out é"); process.stderr.write("err"); process.exitCode = 7',
      ]);
      expect(ran).toMatchObject({ stdout: 'out é', stderr: 'err' });
      expect(ran.exit).toMatchObject({ code: 7, reason: 'exited' });
      expect(ran.types.indexOf('exit')).toBe(ran.types.length - 1);
    });

    test('output arrives while the run goes on', async () => {
      const from = performance.now();
      let first: number | undefined;
      const spec = {
        volume: null,
        image,
        overlay: [],
        argv: ['sh', '-c', 'echo first; sleep 3; echo second'],
        env: {},
        stdin: new Uint8Array(),
        limits: { memory_mb: 128, cpu: 1, pids: 32, disk_mb: 16, wall_ms: 20_000, output_bytes: 10_000 },
      };
      for await (const event of get().sandboxes.run(spec, new AbortController().signal))
        if (event.type === 'output') first ??= performance.now() - from;
      expect(performance.now() - from - (first ?? Infinity)).toBeGreaterThan(2_000);
    });

    test('standard output can be opened by its name', async () => {
      const ran = await sh(get().sandboxes, 'echo one > /dev/stdout; echo two > /dev/stderr');
      expect(ran).toMatchObject({ stdout: 'one\n', stderr: 'two\n' });
    });

    test('the report comes back apart from the output', async () => {
      const silent = await sh(get().sandboxes, 'true');
      expect(silent.exit.report).toHaveLength(0);
      const reported = await run(get().sandboxes, [
        'node',
        '-e',
        'require("fs").writeFileSync(process.argv[1], "<r>é</r>"); console.log("done")',
        '{report}',
      ]);
      expect(text(reported.exit.report)).toBe('<r>é</r>');
      expect(reported.stdout).toBe('done\n');
    });

    test('a report of more than 4 MiB is cut there', async () => {
      const ran = await run(
        get().sandboxes,
        ['node', '-e', 'require("fs").writeFileSync(process.argv[1], "x".repeat(6 << 20))', '{report}'],
        { limits: { disk_mb: 64 } },
      );
      expect(ran.exit.report.length).toBe(4 << 20);
    });

    test('a command that does not exist fails and says so', async () => {
      const ran = await run(get().sandboxes, ['no-such-command']);
      expect(ran.exit.reason).toBe('exited');
      expect(ran.exit.code).not.toBe(0);
      expect(ran.stderr + ran.stdout).toContain('no-such-command');
    });
  });

  describe('RU3 limits end a run with their reason', () => {
    test('time', async () => {
      // A shell has said its word long before, also where a sandbox is given little of the processors.
      const ran = await sh(get().sandboxes, 'echo before; while :; do :; done', { limits: { wall_ms: 2_500 } });
      expect(ran.exit).toMatchObject({ code: null, reason: 'timed_out' });
      expect(ran.stdout).toBe('before\n');
      expect(ran.exit.duration_ms).toBeGreaterThanOrEqual(2_400);
      expect(ran.exit.duration_ms).toBeLessThan(10_000);
    });

    test('output beyond the limit is dropped', async () => {
      const ran = await run(get().sandboxes, ['node', '-e', 'process.stdout.write("x".repeat(3000))'], { limits: { output_bytes: 1_000 } });
      expect(ran.stdout).toBe('x'.repeat(1_000));
      expect(ran.exit).toMatchObject({ code: 0, reason: 'exited', truncated: true });
    });

    test('output without end', async () => {
      const ran = await sh(get().sandboxes, 'yes', { limits: { output_bytes: 10_000 } });
      expect(ran.exit).toMatchObject({ code: null, reason: 'output_limit', truncated: true });
      expect(ran.stdout).toHaveLength(10_000);
    });

    test('the caller gives up', async () => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 700);
      const ran = await run(get().sandboxes, ['sleep', '60'], {}, stop.signal);
      expect(ran.exit).toMatchObject({ code: null, reason: 'aborted' });
      const late = await run(get().sandboxes, ['sleep', '60'], {}, AbortSignal.abort());
      expect(late.exit.reason).toBe('aborted');
    });

    test('ten at once each get their own answer', async () => {
      const { sandboxes } = get();
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, index) => run(sandboxes, ['sh', '-c', `sleep 0.3; echo ${index} > x; cat x`])),
      );
      expect(all.map(({ stdout }) => stdout.trim())).toEqual(all.map((_, index) => String(index)));
    });
  });
}
