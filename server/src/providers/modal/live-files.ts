import type { Sandbox } from 'modal';
import { limits, pathProblem } from '@interviewlm/protocol';
import { VolumeError, type FileChange, type TreeEntry, type VolumeErrorCode } from '../../services/volumes/port.js';
import { execute, type Executed } from './execute.js';
import { refused } from './paths.js';
import { exitCodes, partMark, readScript, treeScript, writeScript } from './scripts.js';

/** Arguments of one command may take 64 KiB; a batch is one command while it fits. */
const argumentBytes = 32 * 1024;
const batchBytes = 16 * 1024 * 1024;

/** Files of a sandbox that runs. One command each way: the SDK's own file calls take one round trip a step and follow links. */
export async function readLive(sandbox: Sandbox, path: string): Promise<Uint8Array> {
  const answer = await execute(sandbox, ['sh', '-c', readScript, 'sh', path], { output_bytes: limits.workspaceBytes });
  return checked(answer, path).stdout;
}

/** `force` removes what is in the way of a write. */
export async function writeLive(sandbox: Sandbox, changes: readonly FileChange[], { force = false } = {}): Promise<void> {
  for (const batch of batches(changes)) {
    const contents: Uint8Array[] = [];
    let offset = 0;
    const words = batch.flatMap((change) => {
      if (change.kind === 'delete') return ['d', change.path];
      if (change.kind === 'move') return ['m', change.from, change.to];
      contents.push(change.content);
      const at = offset;
      offset += change.content.length;
      return [force ? 'f' : 'w', change.path, String(at), String(change.content.length)];
    });
    const answer = await execute(sandbox, ['sh', '-c', writeScript, 'sh', ...words], {
      input: Buffer.concat(contents),
      timeout_ms: 60_000,
    });
    checked(answer, answer.stderr);
  }
}

export async function treeLive(sandbox: Sandbox): Promise<TreeEntry[]> {
  const { stdout } = checked(await execute(sandbox, ['sh', '-c', treeScript]), '.');
  const entries: TreeEntry[] = [];
  for (let at = 0, end = stdout.indexOf(0); end >= 0; at = end + 1, end = stdout.indexOf(0, at)) {
    const entry = parsed(stdout.subarray(at, end));
    if (entry) entries.push(entry);
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const text = new TextDecoder('utf-8', { fatal: true });

/** Null for names that aren't text or that no path of ours can say. */
function parsed(line: Uint8Array): TreeEntry | null {
  try {
    const [, size, mtime, path] = /^(\d+) ([\d.]+) (.*)$/s.exec(text.decode(line)) ?? [];
    if (path === undefined || pathProblem(path) !== null || path.includes(`${partMark}-`)) return null;
    return { path, size: Number(size), mtime_ms: Math.round(Number(mtime) * 1000) };
  } catch {
    return null;
  }
}

function checked(answer: Executed, path: string): Executed {
  if (answer.code === 0) return answer;
  const code = (Object.keys(exitCodes) as (keyof typeof exitCodes)[]).find((name) => exitCodes[name] === answer.code);
  if (code) throw refused(code satisfies VolumeErrorCode, path);
  throw new VolumeError('unavailable', `A command in the sandbox ended with ${answer.code}`, {
    cause: new Error(answer.stderr.slice(0, 1000)),
  });
}

function* batches(changes: readonly FileChange[]): Generator<FileChange[]> {
  let batch: FileChange[] = [];
  let words = 0;
  let bytes = 0;
  for (const change of changes) {
    const length = Buffer.byteLength(change.kind === 'move' ? change.from + change.to : change.path) + 64;
    const size = change.kind === 'write' ? change.content.length : 0;
    if (batch.length > 0 && (words + length > argumentBytes || bytes + size > batchBytes)) {
      yield batch;
      [batch, words, bytes] = [[], 0, 0];
    }
    batch.push(change);
    words += length;
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
