import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What a hostile program could change on this machine: looked at before and after each. A canary folder holds a secret that nobody may
 * read, change or add to.
 */
export class HostWatch {
  readonly outside = mkdtempSync(join(tmpdir(), 'outside-'));

  constructor(readonly secret: string) {
    writeFileSync(join(this.outside, 'secret.txt'), secret);
  }

  look(): Map<string, string> {
    const folders = ['/', '/etc', '/usr', '/usr/bin', '/usr/local', '/opt', '/boot', '/root'];
    const settings = ['core_pattern', 'sysrq', 'randomize_va_space', 'unprivileged_bpf_disabled'];
    return new Map([
      ['the canary', describe(this.outside) + describe(join(this.outside, 'secret.txt'))],
      ['the canary’s text', read(join(this.outside, 'secret.txt'))],
      ['the canary’s folder', readdirSync(this.outside).join()],
      ['mounts', read('/proc/self/mountinfo')],
      ['the host’s name', hostname()],
      ['accounts', read('/etc/passwd') + read('/etc/shadow') + read('/etc/hosts')],
      ...folders.map((path): [string, string] => [path, describe(path)]),
      ...settings.map((name): [string, string] => [name, read(`/proc/sys/kernel/${name}`)]),
      [leftFiles, ['/tmp', '/var/tmp', '/dev/shm', '/run'].flatMap(ofSandboxes).join()],
      [leftProcesses, strays().join()],
    ]);
  }

  /** What differs from an earlier look. Of what sandboxes leave only what is new: what another program left was on its way out, and is gone. */
  changes(before: ReadonlyMap<string, string>): string[] {
    const differs = (name: string, now: string) => (left.has(name) ? isMore(now, before.get(name) ?? '') : now !== before.get(name));
    return [...this.look()].filter(([name, now]) => differs(name, now)).map(([name]) => name);
  }

  close(): void {
    rmSync(this.outside, { recursive: true, force: true });
  }
}

const leftFiles = 'files that belong to a sandbox';
const leftProcesses = 'processes that left their sandbox';
const left: ReadonlySet<string> = new Set([leftFiles, leftProcesses]);

function isMore(now: string, before: string): boolean {
  const known = new Set(before.split(','));
  return now !== '' && now.split(',').some((one) => !known.has(one));
}

/** Host users below this are the machine's own. */
const firstSandboxUser = 200_001;

function ofSandboxes(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => (statSync(path, { throwIfNoEntry: false })?.uid ?? 0) >= firstSandboxUser);
}

/** Processes of sandbox users whose parent is the machine's first process: a sandbox's own orphans fall to the sandbox's. */
function strays(): string[] {
  return readdirSync('/proc').filter((pid) => {
    const status = /^\d+$/.test(pid) ? read(`/proc/${pid}/status`) : '';
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
    return Number(field('Uid') ?? 0) >= firstSandboxUser && field('PPid') === '1' && field('State') !== 'Z';
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function describe(path: string): string {
  const { uid, gid, mode, size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  // The folders above /tmp and the like change with every program on the machine; their owner and rights don't.
  return [uid, gid, mode, ...(path === '/' || path === '/root' ? [] : [size, mtimeMs])].join(' ');
}
