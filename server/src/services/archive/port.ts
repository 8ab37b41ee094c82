/** Long-term storage of whole objects. Twins: `providers/s3`, `providers/disk`; both pass `test/contract/archive.contract.ts`. */
export interface ArchivePort {
  /** Overwrites. Resolves when durable, with the SHA-256 (hex) and size that were stored. */
  put(key: string, content: Uint8Array, options: PutOptions): Promise<{ sha256: string; size: number }>;
  /** `range` is `[first, last]` byte, both included. `not_found` when there is none. */
  get(key: string, range?: readonly [number, number]): Promise<Uint8Array>;
  head(key: string): Promise<{ size: number; sha256: string | null } | null>;
  list(prefix: string): AsyncIterable<{ key: string; size: number }>;
  /** Idempotent. */
  delete(keys: readonly string[]): Promise<void>;
  /** A URL that a browser may GET without a credential for `ttl_s` seconds. */
  presign(key: string, ttl_s: number): Promise<string>;
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
