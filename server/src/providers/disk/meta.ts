import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ArchiveError } from '../../services/archive/port.js';
import { isMissing } from './layout.js';
import { writeDurably } from './write.js';

/** What is known of an object besides its content. */
const Meta = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
  content_type: z.string(),
  content_encoding: z.enum(['gzip', 'zstd']).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  /** Name of the file with the content, in the same folder. */
  data: z.string().regex(/^[^/]+$/),
});
export type Meta = z.infer<typeof Meta>;

/** Null when there is no such object. */
export async function readMeta(path: string): Promise<Meta | null> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return Meta.parse(JSON.parse(text));
  } catch (cause) {
    throw new ArchiveError('corrupt', `The record ${path} can not be read`, { cause });
  }
}

export const writeMeta = (dir: string, path: string, meta: Meta): Promise<void> =>
  writeDurably(dir, path, Buffer.from(JSON.stringify(meta)));
