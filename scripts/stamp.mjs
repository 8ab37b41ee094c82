// Which step of the build is current: a hash of its inputs, kept in .cache after the step succeeded.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';

const folder = '.cache/build';

/** Hashes files by content; for many or large ones give them as `bySize`: only size and time of change are read then. */
export async function inputsHash(byContent, bySize = []) {
  const hash = createHash('sha256').update(process.version);
  for (const path of byContent) hash.update(`${path}\0`).update(await readFile(path));
  for (const path of bySize) {
    const { size, mtimeMs } = await stat(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/** All files below `roots`, sorted; `skip` names folders that are not entered. */
export async function filesBelow(roots, skip = new Set(['node_modules', 'dist'])) {
  const found = [];
  const visit = async (path) => {
    const entries = await readdir(path, { withFileTypes: true });
    await Promise.all(
      entries.map(async (entry) => {
        const child = `${path}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!skip.has(entry.name)) await visit(child);
        } else if (entry.isFile()) found.push(child);
      }),
    );
  };
  await Promise.all(roots.filter((root) => existsSync(root)).map(visit));
  return found.sort();
}

/** True when `step` last succeeded on these inputs and its `output` is still there. */
export async function isCurrent(step, inputs, output) {
  if (!existsSync(output) || !existsSync(`${folder}/${step}`)) return false;
  return (await readFile(`${folder}/${step}`, 'utf8')) === inputs;
}

export async function markCurrent(step, inputs) {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${step}`, inputs);
}
