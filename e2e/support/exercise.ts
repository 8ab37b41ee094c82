import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Source {
  path: string;
  content: string;
}

/** A bundled exercise as its author wrote it, read from `server/assessments`. */
export async function exercise(assessment: string, slug: string): Promise<{ starter: Source[]; reference: Source[] }> {
  const folder = join('server/assessments', assessment, slug);
  return { starter: await files(join(folder, 'starter')), reference: await files(join(folder, 'reference')) };
}

async function files(folder: string): Promise<Source[]> {
  const names = await readdir(folder);
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })));
}
