import { unifiedDiff } from '../assistant/unified-diff.js';

/** A file of a tree; `text` is null where its content is none. */
export interface TreeFile {
  readonly path: string;
  readonly sha256: string;
  readonly text: string | null;
}

/** Of one diff, in UTF-16 units: what is longer is only named, as git names what it can't show. */
const mostOfFile = 64 * 1024;
const mostOfTree = 256 * 1024;

/** What changed between two trees, sorted by path: a unified diff as `git apply` takes it. Empty when nothing did. */
export function treeDiff(before: readonly TreeFile[], after: readonly TreeFile[]): string {
  const was = new Map(before.map((file) => [file.path, file]));
  const is = new Map(after.map((file) => [file.path, file]));
  const paths = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  let diff = '';
  for (const path of paths) {
    const [from, to] = [was.get(path) ?? null, is.get(path) ?? null];
    if (from?.sha256 === to?.sha256) continue;
    const change = fileDiff(path, from, to);
    diff += change.length <= mostOfFile && diff.length + change.length <= mostOfTree ? change : named(path, from, to);
  }
  return diff;
}

function fileDiff(path: string, from: TreeFile | null, to: TreeFile | null): string {
  if (from?.text === null || to?.text === null) return named(path, from, to);
  const whole = unifiedDiff(path, from?.text ?? '', to?.text ?? '');
  const hunks = whole.slice(whole.search(/^@@/m));
  if (!/^@@/m.test(whole)) return head(path, from, to);
  return `${head(path, from, to)}--- ${nameIn('a', path, from)}\n+++ ${nameIn('b', path, to)}\n${hunks}`;
}

const named = (path: string, from: TreeFile | null, to: TreeFile | null) =>
  `${head(path, from, to)}Binary files ${nameIn('a', path, from)} and ${nameIn('b', path, to)} differ\n`;

function head(path: string, from: TreeFile | null, to: TreeFile | null): string {
  const kind = from === null ? 'new file mode 100644\n' : to === null ? 'deleted file mode 100644\n' : '';
  return `diff --git ${quoted(`a/${path}`)} ${quoted(`b/${path}`)}\n${kind}`;
}

const nameIn = (side: 'a' | 'b', path: string, file: TreeFile | null) => (file === null ? '/dev/null' : quoted(`${side}/${path}`));

/** As git writes names in which a quote would not be seen as one. */
const quoted = (name: string) => (/["\\]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name);
