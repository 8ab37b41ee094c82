import type { NewInterview, SelfStart } from '@interviewlm/protocol';
import { readAssessment, type AssessmentRow } from '../../db/assessments.js';
import { insertSelfStarted, upsertCandidate } from '../../db/candidates.js';
import { insertInterview, readInterview, type InterviewRow } from '../../db/interviews.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import type { Scope } from '../scope.js';
import { chooseFirst } from '../questions/adaptive/choose.js';
import { mayBeFollowed } from '../questions/follow-up.js';
import { oweInvitation, oweResults } from '../mail/owe.js';
import { emit } from '../webhooks/emit.js';
import { linkLife_ms, makeCode } from './links.js';

export interface Created {
  readonly row: InterviewRow;
  /** The only time that the codes are seen. */
  readonly codes: { readonly candidate: string; readonly replay: string | null };
}

type Plan = Pick<NewInterview, 'accommodations' | 'metadata' | 'redirect_url'>;

/** An interview by invitation, for a candidate whom the tenant knows. `replayUntil` when the reviewer's code lives longer than the invitation. */
export async function createInterview(tx: TenantTx, scope: Scope, body: NewInterview, replayUntil?: Date): Promise<Created> {
  const assessment = await readAssessment(tx, scope.mode, body.assessment);
  if (!assessment) throw notFound('assessment');
  const row = await insert(tx, scope, assessment, await upsertCandidate(tx, scope.mode, body.candidate), body);
  if (body.invitation) await oweInvitation(tx, row, body.invitation);
  if (body.notify) await oweResults(tx, row, body.notify);
  return {
    row,
    codes: {
      candidate: await makeCode(tx, row.id, 'candidate', row.expires_at),
      replay: await makeCode(tx, row.id, 'reviewer', replayUntil ?? row.expires_at),
    },
  };
}

/** An interview that someone starts by themself, on an assessment that is open to anyone. They never get a reviewer's code. */
export async function selfStart(tx: TenantTx, scope: Scope, body: SelfStart): Promise<Created> {
  const assessment = await readAssessment(tx, scope.mode, body.assessment);
  if (assessment?.access !== 'open') throw notFound('assessment');
  const candidate = await insertSelfStarted(tx, scope.mode, body.candidate);
  const accommodations = { time_multiplier: 1, pause_allowed: false, suppress_signals: [] };
  const row = await insert(tx, scope, assessment, candidate, { accommodations, metadata: {}, redirect_url: body.redirect_url });
  return { row, codes: { candidate: await makeCode(tx, row.id, 'candidate', row.expires_at), replay: null } };
}

async function insert(tx: TenantTx, { mode }: Scope, assessment: AssessmentRow, candidate: string, plan: Plan): Promise<InterviewRow> {
  const id = newId('interview');
  await insertInterview(tx, {
    id,
    mode,
    assessment_id: assessment.id,
    candidate_id: candidate,
    accommodations: plan.accommodations,
    ai_policy: assessment.ai_policy,
    metadata: plan.metadata,
    redirect_url: plan.redirect_url ?? null,
    limit_ms: Math.round(assessment.duration_ms * plan.accommodations.time_multiplier),
    question_ids: assessment.adaptive ? [] : assessment.question_ids,
    adaptive: assessment.adaptive,
    follow_ups: assessment.follow_ups,
    selecting: assessment.follow_ups && !assessment.adaptive && (await mayBeFollowed(tx, mode, assessment.question_ids[0])),
    expires_at: new Date(Date.now() + linkLife_ms),
  });
  if (assessment.adaptive) await chooseFirst(tx, mode, id, assessment.adaptive);
  const row = await readInterview(tx, mode, id);
  if (!row) throw new Error('The interview that was just made is not there');
  await emit(tx, 'interview.created', row);
  return row;
}
