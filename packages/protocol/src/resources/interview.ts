import { z } from 'zod';
import { DurationMs, Metadata, Mode, Timestamp, PageQuery, pageOf } from '../common.js';
import { idOf } from '../ids.js';
import { AiPolicy } from './assessment.js';
import { Hold } from './hold.js';
import { ErasableClass } from './retention.js';
import { NewInvitation, ResultNotice } from './mail.js';

/**
 * created → started ⇄ paused → submitted → scored → archived; created, started and paused can end in expired.
 * `erased` is final and can follow any.
 */
export const InterviewStatus = z.enum(['created', 'started', 'paused', 'submitted', 'scored', 'archived', 'expired', 'erased']);
export type InterviewStatus = z.infer<typeof InterviewStatus>;

/** Who a session token speaks for: one role on one interview. */
export const Role = z.enum(['candidate', 'observer', 'reviewer']);
export type Role = z.infer<typeof Role>;

export const IntegritySignal = z.enum(['focus', 'blur', 'paste', 'copy', 'fullscreen']);

export const Accommodations = z.object({
  time_multiplier: z.number().min(1).max(10).default(1),
  pause_allowed: z.boolean().default(false),
  suppress_signals: z.array(IntegritySignal).default([]),
});
export type Accommodations = z.infer<typeof Accommodations>;

export const NewCandidate = z.object({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320),
  external_id: z.string().max(200).optional(),
});

export const NewInterview = z.object({
  assessment: idOf('assessment'),
  candidate: NewCandidate,
  accommodations: Accommodations.prefault({}),
  metadata: Metadata.default({}),
  redirect_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  /** Sends the candidate an e-mail, and another a day before the interview expires if they haven't begun. */
  invitation: NewInvitation.optional(),
  notify: ResultNotice.optional(),
});
export type NewInterview = z.infer<typeof NewInterview>;

/** An interview on an open assessment, started from a careers page: accommodations are not the applicant's to set. */
export const SelfStart = NewInterview.omit({ accommodations: true, metadata: true, invitation: true, notify: true });
export type SelfStart = z.infer<typeof SelfStart>;

export const Clock = z.object({
  /** The time allowed, accommodations included. */
  limit_ms: DurationMs,
  /** Time used so far; pauses don't count. */
  elapsed_ms: DurationMs,
  running: z.boolean(),
  /** The server's clock when this was answered. */
  server_time: Timestamp,
});

export const Interview = z.object({
  id: idOf('interview'),
  object: z.literal('interview'),
  mode: Mode,
  status: InterviewStatus,
  assessment: z.object({ id: idOf('assessment'), title: z.string(), description: z.string() }),
  candidate: z.object({ id: idOf('candidate'), name: z.string(), email: z.string().nullable(), external_id: z.string().nullable() }),
  accommodations: Accommodations,
  ai_policy: AiPolicy.pick({ mode: true, show_usage: true, tools: true }),
  clock: Clock,
  metadata: Metadata,
  redirect_url: z.string().nullable(),
  /** Whether the candidate is asked, once it is submitted, what they would say of themself. */
  self_identification: z.boolean(),
  /** The legal hold that keeps it from being erased; null where none stands, and for everyone but the tenant's own keys. */
  hold: Hold.nullable(),
  /** When its erasure was asked for, which the hold postpones; null where it wasn't, and for everyone but the tenant's own keys. */
  erasure_requested_at: Timestamp.nullable(),
  score: z.object({ value: z.number(), max: z.number() }).nullable(),
  /** Hosted pages. Their codes are shown once, in the answer that created them; null afterwards. A candidate who starts by themself gets no replay. */
  links: z.object({ candidate: z.string(), replay: z.string().nullable() }).nullable(),
  /** The classes of its data that were erased when their time was over. */
  erased: z.array(z.object({ class: ErasableClass, at: Timestamp })),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  submitted_at: Timestamp.nullable(),
  /** When its files and its recording were in the archive, verified. */
  archived_at: Timestamp.nullable(),
  expires_at: Timestamp,
});
export type Interview = z.infer<typeof Interview>;
export const InterviewPage = pageOf(Interview);

export const InterviewQuery = PageQuery.extend({
  status: InterviewStatus.optional(),
  assessment: idOf('assessment').optional(),
  candidate_email: z.string().max(320).optional(),
  external_id: z.string().max(200).optional(),
  /**
   * Part of the candidate's name or e-mail address, in any case. Where the server seals personal data: whole words of the name, the whole
   * address, or what stands before its `@`.
   */
  search: z.string().trim().min(1).max(200).optional(),
  /** Whether a legal hold stands on it. */
  held: z.enum(['true', 'false']).optional(),
  created_from: Timestamp.optional(),
  created_to: Timestamp.optional(),
});

/** `mask_identity`, for a reviewer or an observer: nothing that is answered to the token tells who the candidate is. */
export const NewToken = z.object({
  role: Role,
  ttl_ms: z.number().int().min(60_000).max(900_000).default(900_000),
  mask_identity: z.boolean().default(false),
});
export const SessionToken = z.object({
  object: z.literal('session_token'),
  token: z.string(),
  role: Role,
  interview: idOf('interview'),
  expires_at: Timestamp,
});
export type SessionToken = z.infer<typeof SessionToken>;

export const Redemption = z.object({ code: z.string().max(200), mask_identity: z.boolean().default(false) });

/** The claims of a session token (JWT, HS256, at most 15 minutes). */
export const TokenClaims = z.object({
  iss: z.literal('interviewlm'),
  sub: idOf('interview'),
  ten: idOf('tenant'),
  role: Role,
  mode: Mode,
  /** Who the candidate is, is hidden from it. */
  msk: z.literal(true).optional(),
  iat: z.number().int(),
  exp: z.number().int(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

export const Resumed = z.object({
  interview: Interview,
  resumed_in_ms: DurationMs,
  restored: z.object({ files: z.number().int(), chat_messages: z.number().int(), sandbox: z.enum(['ready', 'starting']) }),
});

export const SubmitReceipt = z.object({
  object: z.literal('submission'),
  interview: idOf('interview'),
  status: z.enum(['submitted', 'scored']),
  submitted_at: Timestamp,
  report: z.object({ status: z.enum(['pending', 'ready']), url: z.string() }),
});
export type SubmitReceipt = z.infer<typeof SubmitReceipt>;
