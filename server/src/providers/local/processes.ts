import { readFile, readdir } from 'node:fs/promises';

export interface ProcessUse {
  pids: number[];
  /** Processes and threads. */
  tasks: number;
  memoryBytes: number;
}

/** What `root` and everything below it uses now. Orphans inside a sandbox fall to its first process, so none is missed. */
export async function useOfTree(root: number): Promise<ProcessUse> {
  const use: ProcessUse = { pids: [], tasks: 0, memoryBytes: 0 };
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    if (threads.length === 0) continue;
    use.pids.push(pid);
    use.tasks += threads.length;
    use.memoryBytes += await residentBytes(pid);
    for (const thread of threads) waiting.push(...(await childrenOf(pid, thread)));
  }
  return use;
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

const pageBytes = 4096;

async function residentBytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * pageBytes;
}

async function childrenOf(pid: number, thread: string): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '');
  return list.split(' ').filter(Boolean).map(Number);
}
