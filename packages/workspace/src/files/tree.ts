import type { FileInfo } from '@interviewlm/protocol';

interface Folder {
  readonly kind: 'folder';
  readonly name: string;
  readonly path: string;
  readonly children: readonly TreeNode[];
}
interface Leaf {
  readonly kind: 'file';
  readonly name: string;
  readonly path: string;
  readonly info: FileInfo;
}
export type TreeNode = Folder | Leaf;

/** A visible row: what a person moving through the tree by arrow keys passes. */
export interface Row {
  readonly node: TreeNode;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
}

/** The folders that paths imply, each before its files, both by name. */
export function treeOf(files: readonly FileInfo[], prefix = ''): TreeNode[] {
  const inside = files.filter(({ path }) => path.startsWith(prefix));
  const partOf = ({ path }: FileInfo) => path.slice(prefix.length).split('/')[0] ?? '';
  const isDirect = ({ path }: FileInfo) => !path.slice(prefix.length).includes('/');
  const folders = [...new Set(inside.filter((file) => !isDirect(file)).map(partOf))].toSorted(byName);
  const leaves = inside.filter(isDirect).toSorted((a, b) => byName(a.path, b.path));
  return [
    ...folders.map((name): Folder => ({ kind: 'folder', name, path: prefix + name, children: treeOf(inside, `${prefix}${name}/`) })),
    ...leaves.map((info): Leaf => ({ kind: 'file', name: partOf(info), path: info.path, info })),
  ];
}

export function rowsOf(nodes: readonly TreeNode[], closed: ReadonlySet<string>, level = 1): Row[] {
  return nodes.flatMap((node, index) => {
    const isOpen = node.kind === 'folder' && !closed.has(node.path);
    const row: Row = { node, level, position: index + 1, siblings: nodes.length, isOpen };
    return isOpen ? [row, ...rowsOf(node.children, closed, level + 1)] : [row];
  });
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

/** The folder that a path is in; empty for the workspace itself. */
export const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');
export const nameOf = (path: string): string => path.split('/').at(-1) ?? path;
export const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Every folder that holds something, the workspace itself (an empty name) first. */
export function foldersOf(files: readonly FileInfo[]): string[] {
  const folders = new Set(['']);
  for (const { path } of files) for (let at = folderOf(path); at !== ''; at = folderOf(at)) folders.add(at);
  return [...folders].toSorted(byName);
}

/** True when `path` can go into `folder`: it isn't there already, and no folder goes into itself. */
export const canMoveInto = (path: string, folder: string): boolean =>
  folderOf(path) !== folder && folder !== path && !folder.startsWith(`${path}/`);
