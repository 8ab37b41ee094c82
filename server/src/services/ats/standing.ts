import type { CriterionName, InterviewStatus, Mode } from '@interviewlm/protocol';
import type { Knex } from 'knex';
import type { OrderRow } from '../../db/ats-orders.js';
import { readInterview } from '../../db/interviews.js';
import { readReport } from '../../db/reports.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { notFound } from '../../errors.js';
import { readDocument, reportPdf } from '../scoring/print/index.js';
import { presentReport } from '../scoring/review.js';
import type { Phase, Standing } from './port.js';
import type { AtsSeal } from './secrets.js';

interface StandingDeps {
  readonly knex: Knex;
  readonly seal: AtsSeal;
  readonly publicUrl: string;
}

const phases: Readonly<Record<InterviewStatus, Phase>> = {
  created: 'invited',
  started: 'started',
  paused: 'started',
  submitted: 'submitted',
  scored: 'completed',
  archived: 'completed',
  expired: 'expired',
  erased: 'expired',
};

const titles: Readonly<Record<CriterionName, string>> = {
  correctness: 'Correctness',
  code_quality: 'Code quality',
  problem_solving: 'Problem solving',
  ai_collaboration: 'Work with the assistant',
  communication: 'Communication',
};

/** How an order stands at this moment, with what people changed of its scores. */
export async function standingOf({ knex, seal, publicUrl }: StandingDeps, tx: TenantTx, mode: Mode, order: OrderRow): Promise<Standing> {
  const row = await readInterview(tx, mode, order.interview_id);
  if (!row) throw notFound('order');
  const phase = order.cancelled_at ? 'cancelled' : phases[row.status];
  const stored = phase === 'completed' ? await readReport(tx, row.id) : null;
  const report = stored && (await presentReport(tx, stored));
  const at = { tenant: tx.tenant, mode, interview: row.id };
  return {
    order: order.id,
    interview: row.id,
    reference: order.reference,
    details: order.details,
    phase,
    changed_at: order.changed_at,
    links: seal.openLinks(order),
    assessment: { id: row.assessment_id, title: row.title },
    score: phase === 'completed' ? row.score : null,
    criteria: (report?.criteria ?? []).flatMap(({ name, score }) => {
      const current = report?.overrides.findLast(({ criterion }) => criterion === name)?.score ?? score;
      return current === null ? [] : [{ name, title: titles[name], score: current }];
    }),
    started_at: row.started_at,
    submitted_at: row.submitted_at,
    elapsed_ms: row.elapsed_ms,
    pdf: async () => reportPdf(await readDocument(knex, at, { audience: 'reviewer', publicUrl, shares: false })),
  };
}
