import { existsSync, readlinkSync, lstatSync } from 'node:fs';

/** What a sandbox sees. Host paths are as seen where bubblewrap starts. */
export interface View {
  etc: string;
  /** The Node binary, shown at `/opt/node/bin/node`. */
  node: string;
  /** The runtime's harness, shown at `/opt/runtime`. */
  tools: string | null;
  workspace: { bind: string } | { tmpfsBytes: number };
  /** A FIFO of the host, shown at `reportPath`. */
  report: string | null;
  env: Readonly<Record<string, string>>;
  /** A terminal keeps the session that owns it, or Ctrl-C would reach nobody. */
  newSession: boolean;
}

export const reportPath = '/run/report';

/** `--args` for bubblewrap; the seccomp program is on `seccompFd`. Nothing is mounted below `/workspace`, where a planted link would be followed. */
export function envelope(view: View, seccompFd: number): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-net', '--unshare-cgroup', '--disable-userns'],
    ...['--uid', '1000', '--gid', '1000', '--hostname', 'sandbox', '--die-with-parent'],
    ...(view.newSession ? ['--new-session'] : []),
    '--clearenv',
    ...Object.entries({ ...baseEnv, ...view.env }).flatMap(([name, value]) => ['--setenv', name, value]),
    ...system(),
    ...['--ro-bind', view.etc, '/etc'],
    ...['--ro-bind', view.node, '/opt/node/bin/node'],
    ...(view.tools === null ? [] : ['--ro-bind', view.tools, '/opt/runtime']),
    ...['--proc', '/proc', '--dev', '/dev', ...tmpfs('/dev/shm', 16 * mebibyte), '--remount-ro', '/dev'],
    ...tmpfs('/tmp', 64 * mebibyte),
    ...('bind' in view.workspace ? ['--bind', view.workspace.bind, '/workspace'] : tmpfs('/workspace', view.workspace.tmpfsBytes)),
    ...(view.report === null ? [] : ['--bind', view.report, reportPath]),
    ...['--remount-ro', '/', '--chdir', '/workspace', '--seccomp', String(seccompFd)],
  ];
}

export const baseEnv: Readonly<Record<string, string>> = {
  PATH: '/opt/node/bin:/usr/bin:/bin',
  HOME: '/workspace',
  TMPDIR: '/tmp',
  USER: 'candidate',
  LOGNAME: 'candidate',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
};

const mebibyte = 1024 * 1024;
const tmpfs = (path: string, bytes: number) => ['--size', String(bytes), '--tmpfs', path];

/** The host's programs, read-only. What administrators put beside them (`/usr/local`, `/usr/src`) is not ours to show. */
function system(): string[] {
  const hidden = ['/usr/local', '/usr/src']
    .filter((path) => existsSync(path))
    .flatMap((path) => [...tmpfs(path, 4096), '--remount-ro', path]);
  return ['--ro-bind', '/usr', '/usr', ...hidden, ...['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'].flatMap(topLevel)];
}

function topLevel(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
