import type { KeyObject } from 'node:crypto';
import { ExportManifest } from '@interviewlm/protocol';
import { sha256 } from '../recording/codec.js';
import { isSigned, signed, write } from './signed.js';

export const blockBytes = 16 * 1024;

export type Unsigned = Omit<ExportManifest, 'public_key' | 'signature'>;

export const hex = (content: Uint8Array | string): string => sha256(content).toString('hex');

/** What a manifest says of one file. */
export function describe(
  name: ExportManifest['files'][number]['name'],
  content: Uint8Array,
  block = blockBytes,
): ExportManifest['files'][number] {
  const blocks = Array.from({ length: Math.ceil(content.length / block) }, (_, index) =>
    hex(content.subarray(index * block, (index + 1) * block)),
  );
  return { name, bytes: content.length, sha256: hex(content), blocks };
}

/** The bytes of a signed manifest. */
export const writeManifest = (unsigned: Unsigned, key: KeyObject): Buffer => write(signed(unsigned, key));

/** Null when a byte of it isn't what was signed, or it says nothing that a manifest says. */
export function readManifest(bytes: Uint8Array): ExportManifest | null {
  const parsed = ExportManifest.safeParse(parse(bytes));
  return parsed.success && write(parsed.data).equals(bytes) && isSigned(parsed.data) ? parsed.data : null;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
