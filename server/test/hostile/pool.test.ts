import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Host } from '../../src/providers/local/host.js';
import { Pool } from '../../src/providers/local/pool.js';
import { Run } from '../../src/providers/local/run.js';
import { commandOf, shapeOf, Standby } from '../../src/providers/local/standby.js';
import type { RunEvent, RunSpec } from '../../src/services/volumes/port.js';
import { image, limits, until } from '../contract/volumes/kit.js';

let host: Host;
let lastUid = 2_000_000_000;
const freshUser = () => (Host.separatesUsers ? ++lastUid : null);
beforeAll(async () => {
  host = await Host.open(dirname(dirname(process.execPath)));
});
afterAll(() => host.close());

const specOf = (script: string, changes: Partial<RunSpec> = {}): RunSpec => ({
  volume: null,
  image,
  overlay: [],
  argv: ['bash', '-c', script],
  env: {},
  stdin: new Uint8Array(),
  limits: { ...limits, wall_ms: 20_000, output_bytes: 64 * 1024 },
  ...changes,
});

/** A pool, and every sandbox that it ever started. */
function openPool(size: number, start = (shape: Standby['shape']) => Standby.start(host, freshUser(), shape)) {
  const started: Standby[] = [];
  const pool = new Pool({ size, start: async (shape) => started[started.push(await start(shape)) - 1] as Standby });
  onTestFinished(() => pool.close());
  const filled = (count: number) =>
    until(
      () => pool.ready === count,
      10_000,
      () => `${count} to wait, not ${pool.ready}`,
    );
  return { pool, started, filled };
}

async function runIn(standby: Standby, spec: RunSpec): Promise<{ out: string; exit: Extract<RunEvent, { type: 'exit' }> }> {
  let out = '';
  for await (const event of new Run(standby, spec).stream([...spec.overlay], new AbortController().signal)) {
    if (event.type === 'exit') return { out, exit: event };
    out += Buffer.from(event.data).toString();
  }
  throw new Error('no exit');
}

const pidsOf = (standby: Standby) => standby.guard.pids();

/** The shell inside that waits for its command. */
async function waiting(standby: Standby): Promise<number> {
  let found: number | undefined;
  const isShell = (pid: number) => commandLine(pid).startsWith('/bin/bash');
  await until(
    async () => (found = (await pidsOf(standby)).find(isShell)) !== undefined,
    10_000,
    () => 'the shell inside',
  );
  return found ?? 0;
}

/** Empty for one that has ended meanwhile, as those do that only prepare a sandbox. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** An orphan that has ended waits as a zombie for the machine's first process, which is no business of ours. */
function isGone(pid: number): boolean {
  try {
    return /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}

describe('HW1 a sandbox that waited is used once', () => {
  test('what one run leaves is not there in the next, and its processes are gone', async () => {
    const { pool, started, filled } = openPool(2);
    const spec = specOf('ls -A /workspace /tmp /dev/shm; id -u; echo planted > /workspace/p; echo planted > /tmp/p; sleep 600 & echo done');
    pool.prepare(shapeOf(spec));
    await filled(2);
    const pids: number[] = [];
    for (let round = 0; round < 3; round++) {
      const standby = await pool.take(shapeOf(spec));
      pids.push(...(await pidsOf(standby)));
      const { out } = await runIn(standby, spec);
      expect(out).toMatch(/^\/dev\/shm:\n\n\/tmp:\n\n\/workspace:\n1000\ndone\n$/);
      pool.prepare(shapeOf(spec));
      await filled(2);
    }
    expect(new Set(started).size).toBe(started.length);
    expect(started).toHaveLength(5);
    expect(pids.length).toBeGreaterThanOrEqual(3);
    await until(
      () => pids.every(isGone),
      10_000,
      () => 'every process of a used sandbox to be gone',
    );
  });

  test('each waits as a user of its own, and knows nothing of any interview', async () => {
    const { pool, started, filled } = openPool(2);
    pool.prepare(shapeOf(specOf('true')));
    await filled(2);
    const uids = new Set<number>();
    for (const standby of started) {
      const pid = await waiting(standby);
      uids.add(statSync(`/proc/${pid}`).uid);
      const known = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1'));
      expect(known.join()).not.toMatch(/interviewlm|itv_|SECRET|PGPASS/i);
    }
    if (Host.separatesUsers) expect(uids.size).toBe(2);
  });

  test('an early command gets its files before its input, and another command is not handed its sandbox', async () => {
    const { pool, started, filled } = openPool(2);
    const early = specOf('read -r line; cat given.txt; echo "$line" "$1"', {
      overlay: [{ path: 'given.txt', content: Buffer.from('given ') }],
      stdin: Buffer.from('input\n'),
      reads_input_first: true,
    });
    pool.prepare(shapeOf(early));
    await filled(2);
    expect(await runIn(await pool.take(shapeOf(early)), early)).toMatchObject({
      out: 'given input \n',
      exit: { code: 0, report: Buffer.alloc(0) },
    });
    const other = { ...early, argv: [...early.argv, 'name', 'other'] };
    const standby = await pool.take(shapeOf(other));
    expect(started.indexOf(standby)).toBe(2);
    expect(commandOf(other)).not.toEqual(commandOf(early));
    expect((await runIn(standby, other)).out).toBe('given input other\n');
  });

  test('files that do not fit end an early command, which is never told its input', async () => {
    const early = specOf('read -r line; echo got "$line"', {
      overlay: [{ path: 'large', content: Buffer.alloc(32 << 20, 'x') }],
      stdin: Buffer.from('secret\n'),
      reads_input_first: true,
      limits: { ...limits, disk_mb: 16, wall_ms: 20_000, output_bytes: 1024 },
    });
    const { out, exit } = await runIn(await Standby.start(host, freshUser(), shapeOf(early)), early);
    expect(out).not.toContain('got');
    expect(exit.code).not.toBe(0);
    expect(['killed', 'disk_full', 'exited']).toContain(exit.reason);
  });
});

describe('HW2 a pool is bounded and never in the way', () => {
  test('no more wait than were allowed, of the shapes asked for last', async () => {
    const { pool, filled } = openPool(2);
    const shapes = [64, 96, 128].map((memory_mb) =>
      shapeOf(specOf('true', { limits: { ...limits, memory_mb, wall_ms: 1, output_bytes: 1 } })),
    );
    for (const shape of shapes) pool.prepare(shape);
    await filled(2);
    const [, , last] = shapes;
    if (!last) throw new Error('no shape');
    const standby = await pool.take(last);
    onTestFinished(() => standby.close());
    expect(standby.shape).toEqual(last);
    expect(pool.ready).toBe(1);
  });

  test('one that died while it waited is passed over', async () => {
    const { pool, started, filled } = openPool(2);
    const spec = specOf('echo alive');
    pool.prepare(shapeOf(spec));
    await filled(2);
    for (const standby of started) standby.kill();
    await Promise.all(started.map(({ exited }) => exited));
    expect((await runIn(await pool.take(shapeOf(spec)), spec)).out).toBe('alive\n');
  });

  test('where none can be started ahead, a run says what is wrong and the next one is not harmed', async () => {
    let broken = true;
    const { pool } = openPool(2, (shape) => (broken ? Promise.reject(new Error(randomUUID())) : Standby.start(host, freshUser(), shape)));
    const spec = specOf('echo fine');
    pool.prepare(shapeOf(spec));
    await expect(pool.take(shapeOf(spec))).rejects.toThrow();
    broken = false;
    expect((await runIn(await pool.take(shapeOf(spec)), spec)).out).toBe('fine\n');
  });

  test('closing it ends all that wait, also one that is just being started', async () => {
    const { pool, started } = openPool(2);
    pool.prepare(shapeOf(specOf('true')));
    await until(
      () => pool.ready > 0,
      10_000,
      () => 'the first to wait',
    );
    await pool.close();
    expect(pool.ready).toBe(0);
    await Promise.all(started.map(({ exited }) => exited));
    expect((await Promise.all(started.map(pidsOf))).flat()).toEqual([]);
  });
});
