import { z } from 'zod';
import { Mode, OverlapMs, pageOf, PageQuery, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { InterviewStatus } from './interview.js';
import { MailLocale } from './mail.js';

/** The applicant tracking systems that can order interviews; each in its own protocol. */
export const AtsKind = z.enum(['greenhouse', 'ashby', 'workable', 'recruitee', 'kombo', 'smartrecruiters']);
export type AtsKind = z.infer<typeof AtsKind>;

/** One account at an applicant tracking system, from which interviews of this tenant and mode are ordered. */
export const Integration = z.object({
  id: idOf('integration'),
  object: z.literal('integration'),
  mode: Mode,
  kind: AtsKind,
  name: z.string(),
  /** Beneath which the ATS calls us. */
  url: z.string(),
  /** Where we call the ATS; null where it says that with each order. */
  base_url: z.string().nullable(),
  /** Who the tenant is there, where the protocol asks for it: Recruitee's codename, Kombo's integration id, SmartRecruiters' client id. */
  account: z.string().nullable(),
  /** Whether we have what we call the ATS with; it is never shown. */
  has_credential: z.boolean(),
  /** The first characters of the key that the ATS calls us with. */
  key_prefix: z.string(),
  /** Until when the key before this one works as well. */
  previous_key_until: Timestamp.nullable(),
  /**
   * The language of the invitation that we send for each order, where the ATS leaves inviting to us; null for none. An order whose link the
   * ATS shows to the candidate itself never sends one.
   */
  invitation_locale: MailLocale.nullable(),
  /** False: nothing is taken from it, and nothing is told to it. */
  enabled: z.boolean(),
  /** When the ATS last called, to the minute. */
  last_used_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type Integration = z.infer<typeof Integration>;
export const IntegrationPage = pageOf(Integration);

const name = z.string().trim().min(1).max(100);
const secret = z.string().trim().min(1).max(2000);
const account = z.string().trim().min(1).max(200);
const base_url = z.string().max(500);

export const NewIntegration = z.object({
  kind: AtsKind,
  name,
  /** What we call the ATS with, as it was made there: an API key, a token, a secret. Stored sealed. */
  credential: secret.optional(),
  /** What the ATS signs its calls with, where it signs them (Kombo). Stored sealed. */
  signing_secret: secret.optional(),
  account: account.optional(),
  /** The documented one when it is left out; only hosts of that ATS are taken. */
  base_url: base_url.optional(),
  invitation_locale: MailLocale.nullable().default('en'),
});
export const IntegrationChange = z.object({
  name: name.optional(),
  credential: secret.optional(),
  signing_secret: secret.optional(),
  account: account.optional(),
  base_url: base_url.optional(),
  /** Of orders from now on. */
  invitation_locale: MailLocale.nullable().optional(),
  enabled: z.boolean().optional(),
});
/** Only the answers that make a key ever hold it. */
export const IntegrationWithKey = Integration.extend({ key: z.string() });
export const IntegrationKeyRoll = z.object({ overlap_ms: OverlapMs });

/** What came of a call to the ATS that changes nothing there. */
export const IntegrationTest = z.object({
  object: z.literal('integration_test'),
  /** `untestable` where the protocol has no such call. */
  state: z.enum(['passed', 'failed', 'untestable']),
  status: z.number().int().nullable(),
  detail: z.string(),
});
export type IntegrationTest = z.infer<typeof IntegrationTest>;

/** Whether the ATS knows how the interview stands: `owed` until it was told, `failed` when nobody tries any more. */
export const TellingState = z.enum(['told', 'owed', 'failed']);
export type TellingState = z.infer<typeof TellingState>;

/** An interview that an ATS ordered. However often the ATS sends the same order, there is one. */
export const AtsOrder = z.object({
  id: idOf('order'),
  object: z.literal('ats_order'),
  integration: idOf('integration'),
  interview: idOf('interview'),
  /** What the ATS knows the order by. */
  reference: z.string(),
  /** How the interview stands. */
  status: InterviewStatus,
  cancelled_at: Timestamp.nullable(),
  telling: z.object({
    state: TellingState,
    attempts: z.number().int(),
    last_attempt_at: Timestamp.nullable(),
    last_status: z.number().int().nullable(),
    last_error: z.string().nullable(),
    next_attempt_at: Timestamp.nullable(),
  }),
  created_at: Timestamp,
});
export type AtsOrder = z.infer<typeof AtsOrder>;
export const AtsOrderPage = pageOf(AtsOrder);
export const AtsOrderQuery = PageQuery.extend({ telling: TellingState.optional() });
