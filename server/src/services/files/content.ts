import { isUtf8 } from 'node:buffer';
import type { File, FileInfo } from '@interviewlm/protocol';
import type { FileContent, FileRow } from '../../db/files.js';

export const presentInfo = (row: FileRow): FileInfo => ({
  path: row.path,
  size: row.size,
  version: row.version,
  sha256: row.sha256,
  read_only: row.read_only,
  updated_at: row.updated_at.toISOString(),
});

export const presentFile = (row: FileContent): File => ({ ...presentInfo(row), object: 'file', ...encode(row.content) });

export function encode(content: Buffer): { content: string; encoding: 'utf-8' | 'base64' } {
  const text = asText(content);
  return text === null ? { content: content.toString('base64'), encoding: 'base64' } : { content: text, encoding: 'utf-8' };
}

/** Null for content that isn't text. */
export const asText = (content: Buffer): string | null => (isUtf8(content) && !content.includes(0) ? content.toString('utf8') : null);
