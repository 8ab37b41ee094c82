import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { isOwnerName, ownerTag } from './owner-tag.js';

const statOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
const nameOf = (pid: number) => `interviewlm-${pid}-${statOf(pid)[19] ?? ''}-0`;

test('a process that runs is alive, as long as its number is its own', () => {
  const tag = ownerTag();
  expect(isOwnerName(tag.name)).toBe(true);
  expect(tag.isAlive(tag.name)).toBe(true);
  expect(tag.isAlive(nameOf(process.ppid))).toBe(true);
  expect(tag.isAlive(`interviewlm-${process.pid}-1-0`)).toBe(false);
  expect(tag.isAlive('interviewlm-0-0-0')).toBe(false);
  expect(tag.isAlive('something else')).toBe(false);
});

test('a process that has ended is not alive, even before its parent has asked after it', async () => {
  // What `sleep` has taken over from the shell it doesn't wait for.
  const parent = spawn('sh', ['-c', 'sh -c "read line" <&3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const child = Number(line.toString());
  const name = nameOf(child);
  const tag = ownerTag();
  expect(tag.isAlive(name)).toBe(true);
  process.kill(child, 'SIGKILL');
  while (statOf(child)[0] !== 'Z') await sleep(5);
  expect(tag.isAlive(name)).toBe(false);
});
