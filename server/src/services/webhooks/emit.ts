import type { InterviewRow } from '../../db/interviews.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { insertEvent, listeners } from '../../db/webhook-deliveries.js';
import type { WebhookEvent, WebhookEventType } from '@interviewlm/protocol';
import { newId } from '../../ids.js';

/** An interview as far as its events tell of it. */
type Subject = Pick<InterviewRow, 'id' | 'mode' | 'status' | 'assessment_id' | 'candidate_id' | 'score'>;

/**
 * Owes an event to every endpoint that listens to it, in the transaction that makes the change it tells of: both happen or neither. Costs
 * one look-up where nobody listens.
 */
export async function emit(tx: TenantTx, type: WebhookEventType, interview: Subject): Promise<void> {
  const endpoints = await listeners(tx, interview.mode, type);
  if (endpoints.length === 0) return;
  const payload = payloadOf(type, {
    interview: interview.id,
    assessment: interview.assessment_id,
    candidate: interview.candidate_id,
    mode: interview.mode,
    status: interview.status,
    score: interview.score,
  });
  const event = { id: newId('event'), mode: interview.mode, type, payload };
  await insertEvent(
    tx,
    event,
    endpoints.map((endpoint_id) => ({ id: newId('delivery'), endpoint_id })),
  );
}

/** The body of an event, made once: every delivery of it sends the same bytes. */
export function payloadOf(type: WebhookEvent['type'], data: WebhookEvent['data']): string {
  const event: WebhookEvent = { type, timestamp: new Date().toISOString(), data };
  return JSON.stringify(event);
}
