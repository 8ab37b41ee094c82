import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** The files of a workspace at one moment. */
export interface Commit {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly message: string;
  readonly time: Date;
}

type Kind = 'commit' | 'tree' | 'blob';
/** A folder: names of files with their blobs' ids, and of folders below. */
interface Folder {
  readonly blobs: Map<string, Buffer>;
  readonly folders: Map<string, Folder>;
}

const kinds: Readonly<Record<Kind, number>> = { commit: 1, tree: 2, blob: 3 };
const author = 'InterviewLM <recording@interviewlm.invalid>';

/**
 * A git bundle with one branch, `main`, of these commits; `git clone` reads it, and no git is needed to write it.
 * (Formats: `gitformat-bundle`, `gitformat-pack`.)
 */
export function writeGitBundle(commits: readonly Commit[]): Buffer {
  const pack = new Pack();
  let head: Buffer | null = null;
  for (const commit of commits) head = addCommit(pack, commit, head);
  const id = head?.toString('hex') ?? '';
  return Buffer.concat([Buffer.from(`# v2 git bundle\n${id} refs/heads/main\n${id} HEAD\n\n`), pack.bytes()]);
}

/** Git refuses to check out a path with a part that some file system takes for its own folder. */
export function isForGit(path: string): boolean {
  // Code points that HFS+ leaves out when it compares names, and the short name that NTFS gives.
  const plain = (part: string) => part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase();
  return !path.split('/').some((part) => /^(\.git|git~1)[. ]*(:.*)?$/.test(plain(part)));
}

class Pack {
  readonly #objects = new Map<string, Buffer>();

  /** Adds an object, once, and gives its id. */
  add(kind: Kind, content: Uint8Array): Buffer {
    const id = createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest();
    const key = id.toString('hex');
    if (!this.#objects.has(key)) this.#objects.set(key, Buffer.concat([entryHeader(kinds[kind], content.length), deflateSync(content)]));
    return id;
  }

  bytes(): Buffer {
    const header = Buffer.alloc(12);
    header.write('PACK');
    header.writeUInt32BE(2, 4);
    header.writeUInt32BE(this.#objects.size, 8);
    const body = Buffer.concat([header, ...this.#objects.values()]);
    return Buffer.concat([body, createHash('sha1').update(body).digest()]);
  }
}

/** Kind and length: four bits of it, then seven a byte, the lowest first. */
function entryHeader(kind: number, length: number): Buffer {
  const bytes = [(kind << 4) | (length & 15)];
  for (let rest = Math.floor(length / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function addCommit(pack: Pack, { files, message, time }: Commit, parent: Buffer | null): Buffer {
  const root: Folder = { blobs: new Map(), folders: new Map() };
  for (const [path, content] of files) place(root, path.split('/'), pack.add('blob', content));
  const stamp = `${author} ${Math.floor(time.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${addTree(pack, root).toString('hex')}`,
    ...(parent ? [`parent ${parent.toString('hex')}`] : []),
    `author ${stamp}`,
    `committer ${stamp}`,
  ];
  return pack.add('commit', Buffer.from(`${lines.join('\n')}\n\n${message}\n`));
}

function place(folder: Folder, [name = '', ...below]: string[], blob: Buffer): void {
  if (below.length === 0) {
    folder.blobs.set(name, blob);
    return;
  }
  const next = folder.folders.get(name) ?? { blobs: new Map<string, Buffer>(), folders: new Map<string, Folder>() };
  folder.folders.set(name, next);
  place(next, below, blob);
}

/** Git sorts a tree by bytes, a folder as if its name ended in a slash. A file that has a folder's name gives way to it. */
function addTree(pack: Pack, { blobs, folders }: Folder): Buffer {
  const entries = [
    ...[...blobs].filter(([name]) => !folders.has(name)).map(([name, id]) => ({ mode: '100644', name, key: Buffer.from(name), id })),
    ...[...folders].map(([name, folder]) => ({ mode: '40000', name, key: Buffer.from(`${name}/`), id: addTree(pack, folder) })),
  ].sort((a, b) => Buffer.compare(a.key, b.key));
  return pack.add('tree', Buffer.concat(entries.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), id])));
}
