import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import { readInterview, type InterviewRow } from '../../db/interviews.js';
import { hasLink, insertLink } from '../../db/links.js';
import { changeMail, isSuppressed, readMail, type ClaimedMail, type MailRow } from '../../db/mails.js';
import { readTenant } from '../../db/tenants.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { linkLife_ms } from '../sessions/links.js';
import { MailError, type MailPort, type Message } from './port.js';
import { nextPause_s } from './schedule.js';
import type { MailSecrets } from './secrets.js';
import { oneLine, write } from './write.js';

export interface DeliverDeps {
  readonly knex: Knex;
  readonly secrets: MailSecrets;
  /** Where the hosted pages are, without a slash at the end. */
  readonly publicUrl: string;
  readonly portFor: (mode: Mode) => MailPort;
  /** For what an operator should know of a mail server. */
  readonly onError: (error: unknown) => void;
}

/** One attempt at an e-mail that this process has claimed. The code in its link is durable before anyone can get it. */
export async function deliver(deps: DeliverDeps, { id, tenant_id }: ClaimedMail): Promise<void> {
  const inside = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant(deps.knex, tenant_id, work);
  const ready = await inside((tx) => prepare(tx, deps, id));
  if (!ready) return;
  const { mail, message } = ready;
  const outcome = await attempt(deps, mail, message);
  await inside((tx) => changeMail(tx, id, outcome));
}

async function attempt({ portFor, secrets, onError }: DeliverDeps, { id, mode, attempts }: MailRow, message: Message) {
  try {
    const state = await portFor(mode).send(message);
    const { text, html } = message;
    const content = state === 'kept' ? secrets.sealContent(id, JSON.stringify({ text, html })) : null;
    return { state, content, error: null, next_at: null, sent_at: state === 'sent' ? new Date() : null };
  } catch (error) {
    onError(error);
    const isPassing = !(error instanceof MailError) || error.isPassing;
    const pause_s = isPassing ? nextPause_s(attempts) : null;
    const said = error instanceof MailError ? error.message : 'Sending failed.';
    if (pause_s !== null) return { error: said, next_at: new Date(Date.now() + pause_s * 1000) };
    return { state: 'failed' as const, error: isPassing ? `${said} It was tried for a day.` : said, next_at: null };
  }
}

/** Null when there is nothing to send: then it says so already, or the interview is about to go and takes it along. */
async function prepare(tx: TenantTx, deps: DeliverDeps, id: string): Promise<{ mail: MailRow; message: Message } | null> {
  const mail = await readMail(tx, id);
  const interview = mail?.state === 'pending' ? await readInterview(tx, mail.mode, mail.interview_id) : null;
  const tenant = await readTenant(tx);
  if (!mail || !interview || !tenant) return null;
  const hash = deps.secrets.hashOf(tx.tenant, mail.recipient);
  const needless = await whyNot(tx, mail, interview, hash);
  if (needless !== null) {
    await changeMail(tx, id, { state: 'suppressed', error: needless, next_at: null });
    return null;
  }
  const { code, hash: codeHash } = deps.secrets.codeOf(id);
  if (!(await hasLink(tx, interview.id, codeHash))) await makeLink(tx, mail, interview, codeHash);
  const unsubscribe =
    mail.kind === 'reminder'
      ? `${deps.publicUrl}/unsubscribe/${deps.secrets.tokenOf({ tenant: tx.tenant, hash, locale: mail.locale })}`
      : null;
  const written = write({
    kind: mail.kind,
    locale: mail.locale,
    company: tenant.name,
    candidate: interview.candidate_name,
    title: interview.title,
    assisted: interview.ai_policy.mode !== 'off',
    limit_ms: interview.limit_ms,
    expires_at: interview.expires_at,
    message: mail.message,
    link: `${deps.publicUrl}/${mail.kind === 'result' ? 'r' : 'i'}/${interview.id}#${code}`,
    unsubscribe,
  });
  await changeMail(tx, id, { subject: written.subject });
  return { mail, message: { ...written, id, sender: oneLine(tenant.name), to: mail.recipient, language: mail.locale, unsubscribe } };
}

async function makeLink(tx: TenantTx, { kind }: MailRow, interview: InterviewRow, hash: Buffer): Promise<void> {
  const own =
    kind === 'result'
      ? ({ role: 'reviewer', expires_at: new Date(Date.now() + linkLife_ms) } as const)
      : ({ role: 'candidate', expires_at: interview.expires_at } as const);
  await insertLink(tx, interview.id, { ...own, id: newId('link'), hash });
}

/** Why nobody needs it (any more), or null when somebody does. */
async function whyNot(tx: TenantTx, { kind }: MailRow, interview: InterviewRow, hash: Buffer): Promise<string | null> {
  const { status, due } = interview;
  // A legal hold keeps it a while, and no link opens it any more: an e-mail would make another.
  if (interview.erasure_requested_at !== null) return 'The erasure of the interview was asked for.';
  if (kind === 'result') return null;
  if (status === 'expired' || due) return 'The interview has expired.';
  if (status !== 'created') return 'The interview has begun.';
  return kind === 'reminder' && (await isSuppressed(tx, hash)) ? 'The recipient wants no reminders.' : null;
}
