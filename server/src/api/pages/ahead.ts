import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

/** What a candidate's page begins with, and what that imports once it runs: by the names of their chunks. */
const first = 'hosted.js';
const soon = /^(interview-workspace|workspace|layout|interview-editor)-[0-9a-f]+\.js$/;
const monaco = /^monaco-[0-9a-f]+$/;
/** A built module names what it imports before anything else. */
const imports = /(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g;
const headBytes = 128 * 1024;

export interface AheadModule {
  path: string;
  /** It is needed only once the page has shown something: it must not hold up what is needed before. */
  later: boolean;
}

/**
 * The modules of a candidate's page below `/sdk/`. Named in the page's head they come at once; else a browser hears of each level of
 * imports only when it has the one before, a round trip each. None where nothing is built.
 */
export function modulesAhead(bundle: string): () => Promise<readonly AheadModule[]> {
  let known: { at: number; modules: Promise<readonly AheadModule[]> } | null = null;
  return async () => {
    const at = (await stat(join(bundle, first)).catch(() => null))?.mtimeMs;
    if (at === undefined) return [];
    // A new build has new names.
    if (known?.at !== at) known = { at, modules: find(bundle).catch(() => []) };
    return known.modules;
  };
}

async function find(bundle: string): Promise<AheadModule[]> {
  const names = await readdir(bundle);
  const editor = names.filter((name) => monaco.test(name)).map((folder) => `${folder}/monaco.js`);
  const atOnce = await closure(bundle, [first]);
  const all = await closure(bundle, [...atOnce, ...names.filter((name) => soon.test(name)), ...editor]);
  return [...all].map((path) => ({ path, later: !atOnce.has(path) }));
}

/** These and all that they import. */
async function closure(bundle: string, paths: readonly string[]): Promise<Set<string>> {
  const found = new Set(paths);
  for (const path of found) {
    const head = (await readFile(join(bundle, path), 'latin1')).slice(0, headBytes);
    for (const [, relative = ''] of head.matchAll(imports)) found.add(posix.join(dirname(path), relative));
  }
  return found;
}
