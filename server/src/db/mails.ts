import type { Knex } from 'knex';
import type { MailKind, MailLocale, MailState, Mode, QueryOf } from '@interviewlm/protocol';
import { conditionsOf } from './conditions.js';
import { storableText } from './storable.js';
import { withoutTenant, type TenantTx } from './tenant-tx.js';

export interface MailRow {
  id: string;
  mode: Mode;
  interview_id: string;
  kind: MailKind;
  recipient: string;
  locale: MailLocale;
  /** What the company added in its own words. */
  message: string;
  subject: string | null;
  state: MailState;
  attempts: number;
  next_at: Date | null;
  error: string | null;
  /** What it says, sealed; only where it was kept. */
  content: Buffer | null;
  sent_at: Date | null;
  created_at: Date;
}

export type NewMailRow = Pick<MailRow, 'id' | 'mode' | 'interview_id' | 'kind' | 'recipient' | 'locale' | 'next_at'> & { message?: string };
export type MailChange = Partial<Pick<MailRow, 'subject' | 'state' | 'next_at' | 'error' | 'content' | 'sent_at'>>;

export interface ClaimedMail {
  id: string;
  tenant_id: string;
}

/** Owes an e-mail; nothing happens where the same is owed already. */
export async function insertMail(tx: TenantTx, { message = '', ...row }: NewMailRow): Promise<void> {
  await tx
    .sql('mails')
    .insert({ ...row, message: storableText(message), tenant_id: tx.tenant })
    .onConflict()
    .ignore();
}

export async function readMail(tx: TenantTx, id: string): Promise<MailRow | null> {
  return (await tx.sql('mails').where({ id }).first<MailRow | undefined>('*')) ?? null;
}

/** The invitation that is owed to an interview's candidate. */
export async function pendingInvitation(tx: TenantTx, interview: string): Promise<MailRow | null> {
  const where = { interview_id: interview, kind: 'invitation', state: 'pending' };
  return (await tx.sql('mails').where(where).first<MailRow | undefined>('*')) ?? null;
}

/** Newest first, from just before the e-mail `before`. */
export async function listMails(tx: TenantTx, mode: Mode, query: Omit<QueryOf<'listMail'>, 'cursor'> & { before?: string }) {
  const { where, values } = conditionsOf([
    ['mode = ?', mode],
    ['id < ?', query.before],
    ['interview_id = ?', query.interview],
    ['state = ?', query.state],
  ]);
  const { rows } = await tx.sql.raw<{ rows: MailRow[] }>(`select * from mails where ${where} order by id desc limit ?`, [
    ...values,
    query.limit,
  ]);
  return rows;
}

export async function changeMail(tx: TenantTx, id: string, change: MailChange): Promise<void> {
  await tx.sql('mails').where({ id }).update(change);
}

/** The report is there: who waits for it hears of it now, once. */
export async function releaseResults(tx: TenantTx, interview: string): Promise<void> {
  const waiting = { interview_id: interview, kind: 'result', state: 'pending', next_at: null };
  await tx.sql('mails').where(waiting).update({ next_at: tx.sql.fn.now() });
}

export async function insertSuppression(tx: TenantTx, hash: Buffer): Promise<void> {
  await tx.sql('mail_suppressions').insert({ tenant_id: tx.tenant, hash }).onConflict().ignore();
}

export async function isSuppressed(tx: TenantTx, hash: Buffer): Promise<boolean> {
  return (await tx.sql('mail_suppressions').where({ hash }).first('hash')) !== undefined;
}

/** Takes on what is due, of any tenant, for `lease_s` seconds. */
export const claimMails = (knex: Knex, atMost: number, perTenant: number, lease_s: number) =>
  withoutTenant<ClaimedMail>(knex, `select * from claim_mails(?, ?, ? * interval '1 second')`, [atMost, perTenant, lease_s]);
