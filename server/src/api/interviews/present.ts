import { ErasableClass, type Hold, type Interview } from '@interviewlm/protocol';
import { seesContact, seesHold, seesMetadata, seesScore } from '../../policies/interviews.js';
import { toolsFor } from '../../services/assistant/tools.js';
import { presentHold } from '../../services/holds/present.js';
import type { Actor } from '../../services/scope.js';
import type { Created, InterviewRow } from '../../services/sessions/index.js';

/** An interview as far as `viewer` may see it. */
export function presentInterview(row: InterviewRow, viewer: Actor): Interview {
  const contact = seesContact(viewer);
  return {
    id: row.id,
    object: 'interview',
    mode: row.mode,
    status: row.status,
    assessment: { id: row.assessment_id, title: row.title, description: row.description },
    candidate: {
      id: row.candidate_id,
      name: row.candidate_name,
      email: contact ? row.candidate_email : null,
      external_id: seesMetadata(viewer) ? row.external_id : null,
    },
    accommodations: row.accommodations,
    ai_policy: { mode: row.ai_policy.mode, show_usage: row.ai_policy.show_usage, tools: toolsFor(row.ai_policy).map(({ name }) => name) },
    clock: { limit_ms: row.limit_ms, elapsed_ms: row.elapsed_ms, running: row.running, server_time: new Date().toISOString() },
    metadata: seesMetadata(viewer) ? row.metadata : {},
    redirect_url: row.redirect_url,
    self_identification: row.self_identification,
    hold: seesHold(viewer) ? holdOf(row) : null,
    erasure_requested_at: seesHold(viewer) ? (row.erasure_requested_at?.toISOString() ?? null) : null,
    score: seesScore(viewer) ? row.score : null,
    links: null,
    erased: ErasableClass.options.flatMap((name) => (row.erased[name] ? [{ class: name, at: row.erased[name] }] : [])),
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    submitted_at: row.submitted_at?.toISOString() ?? null,
    archived_at: row.archived_at?.toISOString() ?? null,
    expires_at: row.expires_at.toISOString(),
  };
}

function holdOf({ id, mode, hold_id, hold_reason, hold_placed_by, hold_placed_at }: InterviewRow): Hold | null {
  if (hold_id === null || hold_reason === null || hold_placed_by === null || hold_placed_at === null) return null;
  const standing = { lifted_by: null, lifted_at: null };
  const placed = { reason: hold_reason, placed_by: hold_placed_by, placed_at: hold_placed_at };
  return presentHold({ id: hold_id, mode, interview_id: id, ...placed, ...standing });
}

/** The one answer with links: codes stand in the fragment, which browsers never send to a server. */
export function presentCreated({ row, codes }: Created, viewer: Actor, publicUrl: string): Interview {
  const page = (kind: 'i' | 'r', code: string) => `${publicUrl}/${kind}/${row.id}#${code}`;
  const links = { candidate: page('i', codes.candidate), replay: codes.replay === null ? null : page('r', codes.replay) };
  return { ...presentInterview(row, viewer), links };
}
