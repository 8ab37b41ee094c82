/** Long-term storage of whole objects. Twins: `providers/s3`, `providers/disk`; both pass `test/contract/archive.contract.ts`. */
export interface ArchivePort {
  /** Overwrites. Resolves when durable, with the SHA-256 (hex) and size that were stored. `corrupt` when `content` isn't what it says it is. */
  put(key: string, content: Uint8Array | Content, options: PutOptions): Promise<{ sha256: string; size: number }>;
  /** `range` is `[first, last]` byte, both included. `not_found` when there is none. */
  get(key: string, range?: readonly [number, number]): Promise<Uint8Array>;
  /** The whole object, piece by piece. `not_found` before the first; `corrupt` after the last when it isn't what was put there. */
  stream(key: string): AsyncIterable<Uint8Array>;
  head(key: string): Promise<{ size: number; sha256: string | null } | null>;
  list(prefix: string): AsyncIterable<{ key: string; size: number }>;
  /** Idempotent. */
  delete(keys: readonly string[]): Promise<void>;
  /** A URL that a browser may GET without a credential for `ttl_s` seconds. */
  presign(key: string, ttl_s: number): Promise<string>;
}

/** What may be larger than memory. Size and SHA-256 (hex) are known before; `open` reads it from its first byte, each time. */
export interface Content {
  readonly size: number;
  readonly sha256: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface PutOptions {
  content_type: string;
  /** Set when `content` is compressed already. */
  content_encoding?: 'gzip' | 'zstd';
  tags?: Readonly<Record<string, string>>;
}

export class ArchiveError extends Error {
  constructor(
    readonly code: 'not_found' | 'unavailable' | 'corrupt',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ArchiveError';
  }
}
