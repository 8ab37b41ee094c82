import type { NewInvitation, ResultNotice } from '@interviewlm/protocol';
import type { InterviewRow } from '../../db/interviews.js';
import { insertMail, pendingInvitation, type MailRow } from '../../db/mails.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { newId } from '../../ids.js';

/** How long before the interview expires a candidate who hasn't begun is reminded. */
const remindBefore_ms = 86_400_000;

/**
 * Owes the candidate an invitation, in the transaction that makes the interview or wants them invited once more, and one reminder. While one
 * is on its way, asking again changes nothing.
 */
export async function oweInvitation(tx: TenantTx, row: InterviewRow, { locale, message }: NewInvitation): Promise<MailRow> {
  const { id: interview_id, mode, candidate_email: recipient } = row;
  if (row.status !== 'created' || row.due || recipient === null) throw new ApiError('interview_not_active');
  const mail = { mode, interview_id, recipient, locale };
  await insertMail(tx, { ...mail, id: newId('mail'), kind: 'invitation', message, next_at: new Date() });
  const remind_at = new Date(row.expires_at.getTime() - remindBefore_ms);
  if (remind_at > new Date()) await insertMail(tx, { ...mail, id: newId('mail'), kind: 'reminder', next_at: remind_at });
  const owed = await pendingInvitation(tx, interview_id);
  if (!owed) throw new Error('The invitation that was just written is not there');
  return owed;
}

/** Owes a hiring team the result: `releaseResults` says when. */
export async function oweResults(tx: TenantTx, { id, mode }: InterviewRow, { to, locale }: ResultNotice): Promise<void> {
  for (const recipient of to)
    await insertMail(tx, { id: newId('mail'), mode, interview_id: id, kind: 'result', recipient, locale, next_at: null });
}
