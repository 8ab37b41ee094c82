import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUse {
  pids: number[];
  /** Processes and threads. */
  tasks: number;
  residentBytes: number;
}

/**
 * What `root` and everything below it uses now. Orphans inside a sandbox fall to its first process, so none is missed.
 * Read synchronously: `/proc` is memory, and on a machine that a fork bomb keeps busy the thread pool would be the last to get a turn.
 */
export function useOfTree(root: number): ProcessUse {
  const use: ProcessUse = { pids: [], tasks: 0, residentBytes: 0 };
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const threads = threadsOf(pid);
    if (threads.length === 0) continue;
    use.pids.push(pid);
    use.tasks += threads.length;
    use.residentBytes += Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0) * pageBytes;
    for (const thread of threads) waiting.push(...childrenOf(pid, thread));
  }
  return use;
}

/** Memory of several processes, with shared pages counted once in all. */
export function proportionalBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024, 0);
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

const pageBytes = 4096;

const childrenOf = (pid: number, thread: string) => read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number);

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
