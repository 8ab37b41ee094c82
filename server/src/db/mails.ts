import type { Knex } from 'knex';
import type { MailKind, MailLocale, MailState, Mode, QueryOf } from '@interviewlm/protocol';
import { conditionsOf } from './conditions.js';
import { closed, opened } from './personal/columns.js';
import { ringOf } from './personal/ring-of.js';
import { storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';
import { withoutTenant } from './without-tenant.js';

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
  if (row.kind !== 'invitation' && (await isOwed(tx, row))) return;
  const recipient_index = ringOf(tx).index(tx.tenant, 'recipient', row.recipient);
  const said = {
    recipient: closed(tx, 'mails.recipient', row.id, row.recipient),
    message: closed(tx, 'mails.message', row.id, storableText(message)),
  };
  await tx
    .sql('mails')
    .insert({ ...row, ...said, recipient_index, tenant_id: tx.tenant })
    .onConflict()
    .ignore();
}

/** Also where it was written under another key, which no unique index sees. */
async function isOwed(tx: TenantTx, { interview_id, kind, recipient }: NewMailRow): Promise<boolean> {
  const indexes = ringOf(tx).indexes(tx.tenant, 'recipient', recipient);
  const owed = tx
    .sql('mails')
    .where({ interview_id, kind })
    .where((either) => void either.whereRaw('lower(recipient) = lower(?)', [recipient]).orWhereIn('recipient_index', indexes));
  return (await owed.first<{ id: string } | undefined>('id')) !== undefined;
}

function openedMail(tx: TenantTx, row: MailRow): MailRow {
  const open = (column: 'recipient' | 'message' | 'subject', stored: string) => opened(tx, `mails.${column}`, row.id, stored);
  const subject = row.subject === null ? null : open('subject', row.subject);
  return { ...row, recipient: open('recipient', row.recipient), message: open('message', row.message), subject };
}

export async function readMail(tx: TenantTx, id: string): Promise<MailRow | null> {
  const row = await tx.sql('mails').where({ id }).first<MailRow | undefined>('*');
  return row ? openedMail(tx, row) : null;
}

/** The invitation that is owed to an interview's candidate. */
export async function pendingInvitation(tx: TenantTx, interview: string): Promise<MailRow | null> {
  const where = { interview_id: interview, kind: 'invitation', state: 'pending' };
  const row = await tx.sql('mails').where(where).first<MailRow | undefined>('*');
  return row ? openedMail(tx, row) : null;
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
  return rows.map((row) => openedMail(tx, row));
}

export async function changeMail(tx: TenantTx, id: string, change: MailChange): Promise<void> {
  const subject = change.subject && { subject: closed(tx, 'mails.subject', id, change.subject) };
  await tx
    .sql('mails')
    .where({ id })
    .update({ ...change, ...subject });
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
