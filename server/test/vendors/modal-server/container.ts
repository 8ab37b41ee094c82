import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';

export interface ContainerOptions {
  /** Host folders by where they appear. */
  mounts: readonly { from: string; to: string; readOnly: boolean }[];
  network: boolean;
}

const nodePrefix = dirname(dirname(process.execPath));
export const containerPath = '/opt/node/bin:/usr/local/bin:/usr/bin:/bin';

/** Namespaces that stay until they are ended, by bubblewrap; commands enter them, so they share files, processes and terminals. */
export class Container {
  private constructor(
    private readonly bubblewrap: ChildProcess,
    /** Process whose namespaces are entered. */
    private readonly pid: number,
  ) {}

  static async start({ mounts, network }: ContainerOptions): Promise<Container> {
    const links = ['bin', 'lib', 'lib64', 'sbin'].filter((name) => existsSync(`/${name}`));
    const argv = [
      ...['--ro-bind', '/usr', '/usr', ...links.flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`])],
      ...['--ro-bind', '/etc', '/etc', '--ro-bind', nodePrefix, '/opt/node', '--dev-bind', '/dev', '/dev', '--proc', '/proc'],
      ...['--tmpfs', '/tmp', '--tmpfs', '/root', '--dir', '/run'],
      ...mounts.flatMap(({ from, to, readOnly }) => [readOnly ? '--ro-bind' : '--bind', from, to]),
      ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', ...(network ? [] : ['--unshare-net']), '--die-with-parent', '--info-fd', '3'],
      ...['--', '/bin/sh', '-c', 'exec sleep infinity'],
    ];
    const bubblewrap = spawn('bwrap', argv, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: {} });
    const errors: string[] = [];
    bubblewrap.stderr?.on('data', (text: Buffer) => errors.push(text.toString()));
    const told = await infoOf(bubblewrap);
    if (told === null) throw new Error(`bubblewrap did not start: ${errors.join('')}`);
    const pid = told['child-pid'];
    return new Container(bubblewrap, pid);
  }

  /** The command that runs `argv` inside. */
  enter(argv: readonly string[], cwd: string): string[] {
    const move = 'cd "$0" 2> /dev/null || cd /; exec "$@"';
    const namespaces =
      process.getuid?.() === 0 ? ['-m', '-p', '-n', '-i', '-u'] : ['-U', '--preserve-credentials', '-m', '-p', '-n', '-i', '-u'];
    return ['nsenter', '-t', String(this.pid), ...namespaces, '--', '/bin/sh', '-c', move, cwd, ...argv];
  }

  /** Ends every process inside: the first one takes the rest with it. */
  async end(): Promise<void> {
    if (this.bubblewrap.exitCode !== null || this.bubblewrap.signalCode !== null) return;
    const exited = once(this.bubblewrap, 'exit');
    this.bubblewrap.kill('SIGKILL');
    await exited;
  }
}

/** What bubblewrap says of the process it started; null when it ends before. */
async function infoOf(bubblewrap: ChildProcess): Promise<{ 'child-pid': number } | null> {
  const pipe = bubblewrap.stdio[3] as Readable;
  let text = '';
  for await (const chunk of pipe) {
    text += String(chunk);
    if (text.includes('}')) return JSON.parse(text) as { 'child-pid': number };
  }
  return null;
}
