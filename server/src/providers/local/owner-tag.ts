import { readFileSync } from 'node:fs';

/** Names the server process that made something, so that a later one can tell whether it still lives. */
export interface OwnerTag {
  readonly name: string;
  isAlive(name: string): boolean;
}

const pattern = /^interviewlm-(\d+)-(\d+)-\d+$/;
let made = 0;

/** This process by number and start time (numbers come round again, the pair doesn't), and which of its providers. */
export function ownerTag(): OwnerTag {
  return { name: `interviewlm-${process.pid}-${startTime(process.pid) ?? 0}-${made++}`, isAlive };
}

export const isOwnerName = (name: string) => pattern.test(name);

function isAlive(name: string): boolean {
  const [, pid, start] = pattern.exec(name) ?? [];
  return pid !== undefined && startTime(Number(pid)) === start;
}

/** Clock ticks since boot: field 22 of `/proc/<pid>/stat`, counted after the name, which may hold anything. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
