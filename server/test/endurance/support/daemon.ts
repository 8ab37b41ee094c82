import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const start_ms = 10_000;

export interface Daemon {
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/** A program of the system's, with a folder of its own, until `answers` says that it does. */
export async function startDaemon(
  program: string,
  prepare: (folder: string) => Promise<readonly string[]>,
  answers: () => Promise<boolean>,
): Promise<Daemon> {
  const folder = await mkdtemp(join(tmpdir(), `interviewlm-${program}-`));
  const child = spawn(program, await prepare(folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  child.once('error', (error) => {
    said += String(error);
  });
  for (const deadline = Date.now() + start_ms; !(await answers());) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() > deadline) throw new Error(`${program} did not start: ${said}`);
    await sleep(20);
  }
  return {
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
