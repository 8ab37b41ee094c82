import { z } from 'zod';
import { DurationMs, Sha256, Timestamp } from '../common.js';
import { idOf } from '../ids.js';

/** The files of an exported bundle, in their order; `manifest.json` comes after them. */
export const exportFiles = ['events.jsonl', 'terminal.cast', 'workspace.bundle', 'report.json'] as const;

/**
 * `manifest.json` of an exported bundle: what every other byte of it must be. `signature` is Ed25519, in base64, over the same JSON
 * without that member; `public_key` is the raw 32 bytes in base64.
 */
export const ExportManifest = z.strictObject({
  object: z.literal('export'),
  format: z.literal(1),
  interview: idOf('interview'),
  title: z.string(),
  candidate: z.strictObject({ name: z.string() }),
  started_at: Timestamp.nullable(),
  exported_at: Timestamp,
  duration_ms: DurationMs,
  events: z.number().int(),
  /** The head of the chain over the lines of `events.jsonl`: `sha256(previous head + sha256(line))`, as hexadecimal text. An erased line
   * brings its hash along. */
  head: Sha256.nullable(),
  /** Hashes of each file, and of every `block_bytes` of it, so that damage has a place. */
  block_bytes: z.number().int().positive(),
  files: z.array(z.strictObject({ name: z.enum(exportFiles), bytes: z.number().int(), sha256: Sha256, blocks: z.array(Sha256) })),
  /** Files of the workspace that git can not hold, as one called `.git`. */
  left_out: z.array(z.string()),
  public_key: z.string(),
  signature: z.string(),
});
export type ExportManifest = z.infer<typeof ExportManifest>;
