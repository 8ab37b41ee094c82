import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** `DATA_DIR/demo.json`, readable by its owner alone: it holds keys. */
const DemoFile = z.object({
  base_url: z.string(),
  tenant: z.string(),
  secret_key: z.string(),
  publishable_key: z.string(),
  candidate_url: z.string(),
  replay_url: z.string(),
  ats_host_url: z.string(),
  careers_url: z.string(),
  docs_url: z.string(),
  /** Signed in to with `secret_key`; not in the file of a demo that is older than the console. */
  console_url: z.string().default(''),
});
export type DemoFile = z.infer<typeof DemoFile>;

/** Null when there is none, or none that can be used. */
export async function readDemoFile(dataDir: string): Promise<DemoFile | null> {
  try {
    return DemoFile.parse(JSON.parse(await readFile(pathOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeDemoFile(dataDir: string, demo: DemoFile): Promise<void> {
  const draft = `${pathOf(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, pathOf(dataDir));
}

/** The same demo under another address, since host and port may change from one start to the next. */
export function atAddress(demo: DemoFile, publicUrl: string): DemoFile {
  const moved = Object.entries(demo).map(([key, value]) => [
    key,
    value.startsWith(demo.base_url) ? publicUrl + value.slice(demo.base_url.length) : value,
  ]);
  return Object.fromEntries(moved) as DemoFile;
}

const pathOf = (dataDir: string) => join(dataDir, 'demo.json');
