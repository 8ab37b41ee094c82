import { z } from 'zod';
import { Mode, PageQuery, Timestamp, pageOf } from '../common.js';
import { idOf } from '../ids.js';

/** Somebody changed something, took a copy of it away, or looked at a judgement. */
export const AuditEntry = z.object({
  id: idOf('audit'),
  object: z.literal('audit_entry'),
  mode: Mode,
  at: Timestamp,
  actor: z.object({
    kind: z.enum(['secret', 'publishable', 'member', 'observer', 'reviewer', 'integration', 'retention']),
    /**
     * The key's id, the person's, the interview that the session token is for, the integration by which an ATS called, or the key that set the
     * retention by which something was erased.
     */
    id: z.string(),
    /** Of a person who was signed in to the console, as it was then; null for everybody else. */
    email: z.string().nullable(),
  }),
  /** The operation, by its name in the OpenAPI document: `createKey`; `placeAtsOrder` and `cancelAtsOrder` of an ATS, `sweepRetention`. */
  action: z.string(),
  /** The id of what it was done to; null where it has none. */
  target: z.string().nullable(),
  /** The network address that it came from. */
  address: z.string().nullable(),
  request_id: z.string().nullable(),
  /** Of a sweep: how much it erased, by class. Null otherwise. */
  details: z.record(z.string(), z.number().int()).nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = pageOf(AuditEntry);

export const AuditQuery = PageQuery.extend({
  action: z.string().max(100).optional(),
  target: z.string().max(100).optional(),
  /** A key's id, or a person's. */
  actor: z.string().max(100).optional(),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
});
