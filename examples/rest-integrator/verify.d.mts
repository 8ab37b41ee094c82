/** What is signed of a record. */
export interface SignedManifest {
  readonly public_key: string;
  readonly events: number;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export function verifyRecord(archive: Buffer): SignedManifest;
