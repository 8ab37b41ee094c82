import { randomUUID } from 'node:crypto';
import { createServer as createHttp } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, run, until } from '../contract/volumes/kit.js';
import { stoppedBecause } from '../../src/services/runs/stopped.js';
import { HostWatch } from './support/host-watch.js';
import { withstand, type Ending } from './support/ledger.js';
import { bombs, escapes, type Program } from './support/programs.js';
import { freshMarker, processesWith, startLocal, type Local } from './support/provider.js';

let local: Local;
const secret = randomUUID();
const watch = new HostWatch(secret);
beforeAll(async () => {
  process.env.INTERVIEWLM_SECRET = secret;
  local = startLocal();
  const { ready, detail } = await local.sandboxes.check();
  expect(ready, detail).toBe(true);
});
afterAll(async () => {
  delete process.env.INTERVIEWLM_SECRET;
  await local.stop();
  watch.close();
});

async function ends({ argv, ends: reason, code, stdout, options }: Program): Promise<Ending> {
  const ran = await run(local.sandboxes, argv, options);
  expect(ran.exit, ran.stderr.slice(0, 500)).toMatchObject({ reason, ...(code === undefined ? {} : { code }) });
  if (stdout) expect(ran.stdout).toMatch(stdout);
  expect(ran.stdout + ran.stderr).not.toContain(secret);
  const said = (ran.stdout + ran.stderr).slice(0, 200).trim();
  const message = stoppedBecause(ran.exit, { ...limits, wall_ms: 20_000, output_bytes: 256 * 1024, ...options?.limits });
  if (reason !== 'exited') expect(message).toMatch(/^The run was .*\.$/);
  return {
    ended: reason === 'exited' ? `by itself, code ${ran.exit.code ?? 0}` : reason,
    message: message ?? (said || 'nothing was found'),
  };
}

const endure = (program: Program) => withstand(watch, program.family, program.name, () => ends(program), { tries: 3 });

describe('HO1 a program that takes too much ends for that reason, and nobody else waits', () => {
  test.each(bombs)('$name', endure);

  test('an honest run goes on beside a loop, a fork bomb and a memory hog', async () => {
    const worst = bombs.filter(({ name }) => ['an endless loop', 'a fork bomb in the shell', 'memory without end'].includes(name));
    await withstand(watch, 'bombs together', 'a loop, a fork bomb and a memory hog beside an honest run', async () => {
      const others = Promise.all(worst.map(ends));
      const honest = await run(local.sandboxes, ['node', '-e', 'console.log(6 * 7)']);
      expect(honest).toMatchObject({ stdout: '42\n', exit: { code: 0, reason: 'exited' } });
      return { ended: (await others).map(({ ended }) => ended).join(', '), message: 'the honest run said 42' };
    });
  });
});

describe('HO2 a program that looks for a way out finds none', () => {
  test.each(escapes)('$name', endure);

  test('a server on the host, by port and by abstract socket', async () => {
    const server = createHttp((_, response) => response.end('reached')).listen(0, '127.0.0.1');
    const abstract = createHttp((_, response) => response.end('reached')).listen(`\0${secret}`);
    try {
      await until(
        () => server.listening && abstract.listening,
        2_000,
        () => 'the servers',
      );
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const script = `
        const net = require('node:net');
        for (const to of [{ port: ${port}, host: '127.0.0.1' }, { path: '\\0' + process.argv[1] }])
          net.connect(to, () => console.log('reached')).on('error', (error) => console.log(error.code));`;
      await withstand(watch, 'network', 'a server on the host, by port and by abstract socket', async () => {
        const ran = await run(local.sandboxes, ['node', '-e', script, secret]);
        expect(ran.stdout).toBe('ECONNREFUSED\nECONNREFUSED\n');
        return { ended: 'by itself, code 0', message: ran.stdout };
      });
    } finally {
      server.close();
      abstract.close();
    }
  });
});

describe('HO3 nothing outlives its run', () => {
  test('a daemon that left its session and closed its output', async () => {
    const marker = freshMarker();
    const daemon = `setsid nohup sleep ${marker} >/dev/null 2>&1 </dev/null & echo started`;
    await withstand(watch, 'daemons', 'a daemon that left its session and closed its output', async () => {
      const ran = await run(local.sandboxes, ['bash', '-c', daemon]);
      expect(ran).toMatchObject({ stdout: 'started\n', exit: { code: 0, reason: 'exited' } });
      await until(
        async () => (await processesWith(marker)).length === 0,
        10_000,
        () => 'the daemon to be gone',
      );
      return { ended: 'by itself, code 0', message: 'its daemon ended with it' };
    });
  });

  test('a child that keeps the output open does not keep the run open', async () => {
    await withstand(watch, 'daemons', 'a child that keeps the output open', async () => {
      const ran = await run(local.sandboxes, ['bash', '-c', 'sleep 555 & echo started']);
      expect(ran).toMatchObject({ stdout: 'started\n', exit: { reason: 'exited' } });
      return { ended: 'by itself, code 0', message: 'its child ended with it' };
    });
  });

  test('a listener that stops listening', async () => {
    const marker = freshMarker();
    const spec = {
      volume: null,
      image: { name: 'javascript' as const, registry: '', commands: [], tools: null, env: {} },
      overlay: [],
      argv: ['bash', '-c', `echo started; sleep ${marker}`],
      env: {},
      stdin: new Uint8Array(),
      limits: { memory_mb: 128, cpu: 1, pids: 32, disk_mb: 16, wall_ms: 60_000, output_bytes: 10_000 },
    };
    for await (const event of local.sandboxes.run(spec, new AbortController().signal)) if (event.type === 'output') break;
    await expect.poll(() => processesWith(marker)).toEqual([]);
  });
});
