import { gzipSync } from 'node:zlib';
import type { ArchivePort } from '../archive/port.js';
import type { VolumePort } from './port.js';

/** Puts a whole volume away as gzipped JSON lines `{path, mtime_ms, base64}`, sorted by path. Returns its key and hash. */
export async function archiveVolume(
  volumes: VolumePort,
  archive: ArchivePort,
  name: string,
  key: string,
): Promise<{ key: string; sha256: string }> {
  const lines: string[] = [];
  for (const { path, mtime_ms } of await volumes.tree(name)) {
    const content = Buffer.from(await volumes.read(name, path));
    lines.push(JSON.stringify({ path, mtime_ms, base64: content.toString('base64') }));
  }
  const { sha256 } = await archive.put(key, gzipSync(lines.join('\n')), { content_type: 'application/x-ndjson', content_encoding: 'gzip' });
  return { key, sha256 };
}
