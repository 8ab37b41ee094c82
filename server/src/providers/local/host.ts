import { join } from 'node:path';
import type { Cgroups } from './cgroups/cgroups.js';
import { openCgroups } from './cgroups/open.js';
import type { Place } from './disks/store.js';
import { envelope, type View } from './envelope.js';
import { makeEtc } from './etc.js';
import type { Owner } from './files/directory.js';
import { Launcher } from './launcher.js';
import { launchScript, seccompFd } from './launch-script.js';
import { ownerTag } from './owner-tag.js';
import { findPrograms, type Programs } from './programs.js';
import { Scratch } from './scratch.js';
import { seccompFilter } from './seccomp/filter.js';
import { syscallTables } from './seccomp/syscalls.js';

/** What a sandbox is to show, by real host paths. */
export interface LaunchSpec {
  owner: Owner;
  tools: string | null;
  workspace: { bind: Place['bind'] } | { tmpfsBytes: number };
  report: string | null;
  env: Readonly<Record<string, string>>;
  terminal: boolean;
  fileBytes: number;
  joinFiles: readonly string[];
  /** The program inside and its arguments; other users of the host can read them. */
  command: readonly string[];
}

export interface Launch {
  file: string;
  args: string[];
  /** Files to remove once the sandbox has ended. */
  files: string[];
}

/** Everything about this machine that starting a sandbox needs. */
export class Host {
  private constructor(
    readonly programs: Programs,
    readonly scratch: Scratch,
    readonly cgroups: Cgroups | null,
    readonly launcher: Launcher,
    private readonly node: string,
    private readonly etc: string,
    private readonly filter: string,
    private readonly stage: Record<'node' | 'tools' | 'workspace', string>,
  ) {}

  /** `node` is the prefix of the Node that sandboxes get, e.g. `/usr`. Throws `MissingPrograms`, and `Error` on an unknown architecture. */
  static async open(node: string): Promise<Host> {
    const table = syscallTables[process.arch];
    if (!table) throw new Error(`There is no system call filter for ${process.arch}: only x64 and arm64 can run code locally.`);
    const programs = findPrograms();
    const tag = ownerTag();
    const cgroups = await openCgroups(tag);
    await cgroups?.sweep();
    const launcher = new Launcher();
    const scratch = new Scratch(tag, programs.mkfifo, launcher);
    const stage = { node: scratch.mountPoint('node'), tools: scratch.mountPoint('tools'), workspace: scratch.mountPoint('workspace') };
    const filter = await scratch.file(seccompFilter(table));
    return new Host(programs, scratch, cgroups, launcher, node, makeEtc(join(scratch.path, 'etc')), filter, stage);
  }

  /** Root can give each session a host user of its own. */
  static get separatesUsers(): boolean {
    return process.getuid?.() === 0;
  }

  /** Writes what the start needs to disk and says which command starts it. Its environment must be empty. */
  async launch(spec: LaunchSpec): Promise<Launch> {
    const staged = spec.owner !== null;
    const nodeFolder = join(this.node, 'bin');
    const view: View = {
      etc: this.etc,
      node: join(staged ? this.stage.node : nodeFolder, 'node'),
      tools: spec.tools && (staged ? this.stage.tools : spec.tools),
      workspace: 'bind' in spec.workspace ? { bind: staged ? this.stage.workspace : spec.workspace.bind.path } : spec.workspace,
      report: spec.report,
      env: spec.env,
      newSession: !spec.terminal,
    };
    const [settings, fstab] = await Promise.all([
      this.scratch.file(
        envelope(view, seccompFd)
          .map((word) => `${word}\0`)
          .join(''),
      ),
      staged ? this.scratch.file(this.fstab(spec, nodeFolder)) : '',
    ]);
    const { bash, setpriv, mount, chown, nice, bwrap, unshare } = this.programs;
    // Without control groups, this is what keeps the server responsive beside a busy sandbox.
    const words = [
      ...['sandbox', spec.owner === null ? '' : String(spec.owner), settings, this.filter, fstab, spec.terminal ? 'tty' : ''],
      ...[String(Math.ceil(spec.fileBytes / 1024)), String(spec.joinFiles.length), ...spec.joinFiles, setpriv, mount, chown],
      ...[this.cgroups ? '' : nice, bwrap],
      ...spec.command,
    ];
    const shell = ['-c', launchScript, ...words];
    const files = [settings, ...(fstab ? [fstab] : [])];
    if (!staged) return { file: bash, args: shell, files };
    const namespace = 'bind' in spec.workspace ? spec.workspace.bind.namespace : null;
    const apart = [unshare, '--mount', '--propagation', 'private', '--', bash, ...shell];
    const [file = unshare, ...args] = namespace ? [this.programs.nsenter, `--mount=${namespace.file}`, '--', ...apart] : apart;
    return { file, args, files };
  }

  async close(): Promise<void> {
    await this.launcher.close();
    await this.cgroups?.close();
    this.scratch.close();
  }

  /**
   * As root, folders are first bound to places that a session's user can walk to, in a mount namespace that only this sandbox has:
   * bubblewrap runs as that user, and our data may lie below folders that are closed to it.
   */
  private fstab(spec: LaunchSpec, nodeFolder: string): string {
    const binds = [[nodeFolder, this.stage.node]];
    if (spec.tools) binds.push([spec.tools, this.stage.tools]);
    if ('bind' in spec.workspace) binds.push([spec.workspace.bind.path, this.stage.workspace]);
    return binds.map((paths) => `${paths.map(escapeFstab).join(' ')} none bind 0 0\n`).join('');
  }
}

const escapeFstab = (path: string) => path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
