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

/** `PF_EXITING` of the kernel's flags: on its way out, and nothing will stop it. */
const exiting = 0x4;

/**
 * Clock ticks since boot, from `/proc/<pid>/stat` (proc_pid_stat(5)), whose fields are counted after the name, which may hold anything.
 * None for a process that has ended or is ending: its number stays until its parent has asked, and its server may be started again before that.
 */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isEnding = fields[0] === 'Z' || fields[0] === 'X' || (Number(fields[6]) & exiting) !== 0;
    return isEnding ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
