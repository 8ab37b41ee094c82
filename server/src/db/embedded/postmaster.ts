import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programEnv, type Account, type Binaries } from './binaries.js';

export interface LaunchPlan {
  folder: string;
  cluster: string;
  binaries: Binaries;
  account: Account;
  port: number;
  durable: boolean;
}

const stop_ms = 15_000;
const unsafe = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts the server in a session of its own, so that Ctrl-C reaches us first and we can finish before it stops. */
export function launch({ folder, cluster, binaries, account, port, durable }: LaunchPlan): { exited: boolean } {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'max_connections=200',
    'shared_buffers=64MB',
    'log_min_messages=warning',
    ...(durable ? [] : unsafe),
  ];
  const log = openSync(join(folder, 'postgres.log'), 'w', 0o600);
  const words = [...account.wrap, binaries.postgres, '-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
  const [program = binaries.postgres, ...args] = words;
  const child = spawn(program, args, { ...account.ids, detached: true, stdio: ['ignore', log, log], cwd: '/', env: programEnv });
  closeSync(log);
  child.unref();
  const state = { exited: false };
  child.once('exit', () => (state.exited = true));
  child.once('error', () => (state.exited = true));
  return state;
}

/** The server that runs on this cluster, or null: a lock file whose process is gone, or is something else by now, counts for nothing. */
export function postmasterOf(cluster: string): { pid: number; port: number } | null {
  const lock = readLock(cluster);
  return lock && isPostmaster(lock.pid, cluster) ? lock : null;
}

/** PostgreSQL clears away the lock of a dead process itself, but not one whose number another program has got since. */
export function clearStaleLock(cluster: string): void {
  if (readLock(cluster) && !postmasterOf(cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** Asks for a fast shutdown and waits for the end of it. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const running = postmasterOf(cluster);
  if (!running) return;
  process.kill(running.pid, 'SIGINT');
  const deadline = Date.now() + stop_ms;
  while (postmasterOf(cluster)) {
    if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL (process ${running.pid}) did not stop within ${stop_ms / 1000} s.`);
    await sleep(20);
  }
}

export function lastLines(folder: string): string {
  return read(join(folder, 'postgres.log')).trim().split('\n').slice(-5).join(' | ') || 'its log is empty';
}

/** Lines of `postmaster.pid`: process, data directory, start time, port, … */
function readLock(cluster: string): { pid: number; port: number } | null {
  const [pid, , , port] = read(join(cluster, 'postmaster.pid')).split('\n').map(Number);
  return pid && port ? { pid, port } : null;
}

function isPostmaster(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const words = read(`/proc/${pid}/cmdline`).split('\0');
  return words.includes(cluster);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
