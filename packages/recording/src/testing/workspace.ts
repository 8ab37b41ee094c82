import type { TextChange } from '@interviewlm/protocol';
import { seeded } from './random.js';
import { SessionScript, type Recording } from './script.js';

const texts = ['', 'x', 'let a = 1;\n', '\r\n', '\t', 'é', '😀', '漢字\n', '\ufeff', '\u2028', 'tail without an end'];
const names = ['a.js', 'b.js', 'src/a.js', 'src/b.js', 'src/deep/c.ts', '😀.ts', '__proto__'];

/**
 * A candidate at work in files of every kind of text: edits of several places at once, undo, saves, files and folders that are made, moved
 * onto one another and deleted, in the editor and in the terminal. `files` is kept here by string operations alone.
 */
export function workspaceSession(steps: number, seed: number): Recording {
  const random = seeded(seed);
  const script = new SessionScript(seed);
  const { files } = script;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const undone = new Map<string, string[]>();
  const inside = (path: string) => [...files.keys()].filter((other) => other === path || other.startsWith(`${path}/`));

  const edit = () => {
    const path = pick([...files.keys(), undefined]);
    if (path === undefined) return;
    undone.set(path, [...(undone.get(path) ?? []), files.get(path) ?? '']);
    const changes = changesOf(files.get(path) ?? '', random, pick);
    const after = changes.reduce(
      (text, [at, deleted, inserted]) => text.slice(0, at) + inserted + text.slice(at + deleted),
      files.get(path) ?? '',
    );
    script.edit(path, changes, pick(['typed', 'paste', 'accept', 'format']));
    files.set(path, after);
  };
  const undo = () => {
    const path = pick([...undone.keys(), undefined]);
    const before = path === undefined ? undefined : undone.get(path)?.pop();
    if (path === undefined || before === undefined || !files.has(path)) return;
    script.edit(path, [[0, (files.get(path) ?? '').length, before]], 'undo');
  };
  const create = () => {
    const [path, content] = [pick(names), pick(texts)];
    files.set(path, content);
    undone.delete(path);
    script.emit({ type: 'file.create', data: { path, content, origin: 'editor' } });
  };
  const overwrite = () => {
    const [path, content] = [pick(names), pick(texts).repeat(3)];
    files.set(path, content);
    undone.delete(path);
    const size = new TextEncoder().encode(content).length;
    script.emit({ type: 'file.write', data: { path, version: 9, size, sha256: '0'.repeat(64), origin: 'terminal', content } });
  };
  const move = () => {
    const [from, to] = [pick([...names, 'src']), pick([...names, 'lib'])];
    if (to === from || to.startsWith(`${from}/`)) return;
    const moved = inside(from).map((path) => [path, files.get(path) ?? ''] as const);
    for (const [path] of moved) files.delete(path);
    for (const [path, content] of moved) files.set(to + path.slice(from.length), content);
    for (const path of [from, to]) for (const known of [...undone.keys()]) if (known.startsWith(path)) undone.delete(known);
    script.emit({ type: 'file.move', data: { from, to, origin: pick(['editor', 'terminal']) } });
  };
  const remove = () => {
    const path = pick([...names, 'src', 'lib']);
    for (const gone of inside(path)) files.delete(gone);
    script.emit({ type: 'file.delete', data: { path, origin: 'editor' } });
  };
  const save = () => {
    for (const path of [...files.keys()].slice(0, 1)) script.save(path);
  };

  script.start('qst_01hzy3v7k8m9n0p1q2r3s4t5v6', 'Anything', '', { 'a.js': 'start\n', 'src/a.js': '' });
  const doings = [edit, edit, edit, edit, edit, undo, undo, create, overwrite, move, remove, save];
  while (script.events.length < steps) {
    script.wait(Math.floor(random() * 900));
    pick(doings)();
  }
  return script.finish('Anything', 'Anyone', 1 + Math.floor(random() * 60));
}

/** Some changes of one edit, from the highest offset down, that don't touch one another. */
function changesOf(text: string, random: () => number, pick: <T>(values: readonly T[]) => T): TextChange[] {
  const changes: TextChange[] = [];
  let end = text.length;
  for (let count = 1 + Math.floor(random() * 3); count > 0 && end >= 0; count--) {
    const offset = Math.floor(random() * (end + 1));
    changes.push([offset, Math.floor(random() * (end - offset + 1)), pick(texts)]);
    end = offset - 1;
  }
  return changes;
}
