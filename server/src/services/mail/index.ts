import { MailWithContent, type AnswerOf, type Mail, type MailLocale, type NewInvitation, type QueryOf } from '@interviewlm/protocol';
import { lockInterview } from '../../db/interviews.js';
import { claimMails, insertSuppression, listMails, readMail, type ClaimedMail, type MailRow } from '../../db/mails.js';
import { withTenant } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { decodeCursor, page } from '../paging.js';
import type { At } from '../recording/index.js';
import type { Scope } from '../scope.js';
import { deliver, type DeliverDeps } from './deliver.js';
import { oweInvitation } from './owe.js';
import { MailSecrets } from './secrets.js';

/** E-mails to candidates and hiring teams: docs/decisions/0076-mail-from-an-outbox.md. */
export interface Mailing {
  /** Owes the candidate an invitation, also once more. 409 `interview_not_active` once they have begun or their time is over. */
  invite(at: At, invitation: NewInvitation): Promise<Mail>;
  list(scope: Scope, query: QueryOf<'listMail'>): Promise<AnswerOf<'listMail'>>;
  /** `reveals` what it says, where it was kept: that holds a code. */
  get(scope: Scope, id: string, reveals: boolean): Promise<MailWithContent>;
  /** The language of somebody who holds an unsubscribe link; null for a link that we haven't made. */
  readsUnsubscribe(token: string): MailLocale | null;
  /** From now on its holder gets no reminder from that tenant. Does nothing for a link that we haven't made. */
  unsubscribe(token: string): Promise<void>;
  /** Takes on what is due, of any tenant. Each must then be given to `deliver`; what isn't is due again in two minutes. */
  claimDue(atMost: number): Promise<ClaimedMail[]>;
  deliver(claimed: ClaimedMail): Promise<void>;
}

export interface MailDeps extends Omit<DeliverDeps, 'secrets'> {
  /** Makes codes, seals contents and hashes addresses. */
  readonly secret: string;
}

/** Longer than a mail server may keep us waiting. */
const lease_s = 120;
const perTenantAtOnce = 5;

export function createMailing({ secret, ...deps }: MailDeps): Mailing {
  const { knex } = deps;
  const secrets = new MailSecrets(secret);
  return {
    invite: (at, invitation) =>
      withTenant(knex, at.tenant, async (tx) => {
        const row = await lockInterview(tx, at.mode, at.interview);
        if (!row) throw notFound('interview');
        return presentMail(await oweInvitation(tx, row, invitation));
      }),
    list: ({ tenant, mode }, { cursor, ...query }) =>
      withTenant(knex, tenant, async (tx) => {
        const before = decodeCursor('mail', cursor);
        const rows = await listMails(tx, mode, { ...query, limit: query.limit + 1, ...(before && { before }) });
        return page(rows, query.limit, presentMail);
      }),
    async get({ tenant, mode }, id, reveals) {
      const row = await withTenant(knex, tenant, (tx) => readMail(tx, id));
      if (row?.mode !== mode) throw notFound('mail');
      const content: unknown = reveals && row.content ? JSON.parse(secrets.unsealContent(id, row.content)) : null;
      return MailWithContent.parse({ ...presentMail(row), content });
    },
    readsUnsubscribe: (token) => secrets.wishOf(token)?.locale ?? null,
    async unsubscribe(token) {
      const wish = secrets.wishOf(token);
      if (wish) await withTenant(knex, wish.tenant, (tx) => insertSuppression(tx, wish.hash));
    },
    claimDue: (atMost) => claimMails(knex, atMost, perTenantAtOnce, lease_s),
    deliver: (claimed) => deliver({ ...deps, secrets }, claimed),
  };
}

const presentMail = (row: MailRow): Mail => ({
  id: row.id,
  object: 'mail',
  mode: row.mode,
  interview: row.interview_id,
  kind: row.kind,
  to: row.recipient,
  locale: row.locale,
  subject: row.subject,
  state: row.state,
  attempts: row.attempts,
  error: row.error,
  next_attempt_at: row.state === 'pending' ? (row.next_at?.toISOString() ?? null) : null,
  sent_at: row.sent_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});
