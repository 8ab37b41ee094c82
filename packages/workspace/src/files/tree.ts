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
  const nameOf = ({ path }: FileInfo) => path.slice(prefix.length).split('/')[0] ?? '';
  const isDirect = ({ path }: FileInfo) => !path.slice(prefix.length).includes('/');
  const folders = [...new Set(inside.filter((file) => !isDirect(file)).map(nameOf))].toSorted(byName);
  const leaves = inside.filter(isDirect).toSorted((a, b) => byName(a.path, b.path));
  return [
    ...folders.map((name): Folder => ({ kind: 'folder', name, path: prefix + name, children: treeOf(inside, `${prefix}${name}/`) })),
    ...leaves.map((info): Leaf => ({ kind: 'file', name: nameOf(info), path: info.path, info })),
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
