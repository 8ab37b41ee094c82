import { z } from 'zod';
import { Mode, Sha256, Timestamp } from '../common.js';
import { idOf, KeyOrMember } from '../ids.js';
import { Hold } from './hold.js';

/**
 * What was deleted of an interview, when, and at whose request. `signature` is Ed25519, in base64, over the same JSON (two spaces, a line feed
 * at its end) without that member, as in the manifest of an export; `public_key` is the raw 32 bytes in base64. It names nobody.
 */
export const ErasureCertificate = z.strictObject({
  object: z.literal('erasure_certificate'),
  format: z.literal(1),
  interview: idOf('interview'),
  mode: Mode,
  requested_at: Timestamp,
  /** The secret key, or the person in the console, that asked for it. */
  requested_by: KeyOrMember,
  erased_at: Timestamp,
  /** The log: how many events, and the head of their chain as exports have it. Null when the log could not be read any more, or is empty. */
  log: z.strictObject({ events: z.number().int(), head: Sha256.nullable() }),
  /** Saved files: `sha256` is of one line for each, `<sha256 of its content>  <path>`, in the order of the paths. */
  files: z.strictObject({ count: z.number().int(), bytes: z.number().int(), sha256: Sha256 }),
  /** The name of the volume; null where there was none any more. */
  volume: z.string().nullable(),
  archive: z.array(z.strictObject({ key: z.string(), bytes: z.number().int(), sha256: Sha256 })),
  /** Rows of the database, by table. */
  rows: z.record(z.string(), z.number().int()),
  /** Their name and addresses: `kept` while another interview of theirs needs them. */
  candidate: z.enum(['erased', 'kept']),
  public_key: z.string(),
  signature: z.string(),
});
export type ErasureCertificate = z.infer<typeof ErasureCertificate>;

/**
 * From the request on the interview is gone for everyone; `erased` says that nothing is left of it, and comes with the certificate.
 * `postponed` is a request that a legal hold keeps waiting: the interview stays, and is erased once `hold` is lifted.
 */
export const Erasure = z.object({
  object: z.literal('interview_erasure'),
  interview: idOf('interview'),
  mode: Mode,
  status: z.enum(['postponed', 'erasing', 'erased']),
  requested_at: Timestamp,
  requested_by: KeyOrMember,
  /** What it waits for; null where it waits for none. */
  hold: Hold.nullable(),
  certificate: ErasureCertificate.nullable(),
});
export type Erasure = z.infer<typeof Erasure>;
