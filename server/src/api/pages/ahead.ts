import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AheadModule {
  path: string;
  /** It is needed only once the page has shown something: it must not hold up what is needed before. */
  later: boolean;
}

/** As the build of the bundle writes it (`aheadListed` in scripts/rollup-plugins.mjs). */
interface Listed {
  first: string[];
  workspace: string[];
}

/**
 * The modules of a candidate's page below `/sdk/`. Named in the page's head they come at once; else a browser hears of each level of
 * imports only when it has the one before, a round trip each. None where nothing is built.
 */
export function modulesAhead(bundle: string): () => Promise<readonly AheadModule[]> {
  const list = join(bundle, 'ahead.json');
  let known: { at: number; modules: Promise<readonly AheadModule[]> } | null = null;
  return async () => {
    const at = (await stat(list).catch(() => null))?.mtimeMs;
    if (at === undefined) return [];
    // A new build has new names.
    if (known?.at !== at) known = { at, modules: read(list).catch(() => []) };
    return known.modules;
  };
}

async function read(list: string): Promise<AheadModule[]> {
  const { first, workspace } = JSON.parse(await readFile(list, 'utf8')) as Listed;
  const later = workspace.filter((path) => !first.includes(path) && path !== 'interviewlm.js');
  return [...first.map((path) => ({ path, later: false })), ...later.map((path) => ({ path, later: true }))];
}
