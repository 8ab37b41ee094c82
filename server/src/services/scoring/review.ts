import type { Knex } from 'knex';
import type { Appeal, NewAppeal, NewOverride, Override, Report } from '@interviewlm/protocol';
import { oweOrder } from '../../db/ats-orders.js';
import { readErased } from '../../db/erased-classes.js';
import { readInterview, setScore } from '../../db/interviews.js';
import { listNotices } from '../../db/notices.js';
import { insertAppeal, insertOverride, listAppeals, listOverrides, readReport } from '../../db/reports.js';
import { withTenant, type TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { newId } from '../../ids.js';
import { presentNotice } from '../notices/index.js';
import { openLog, readLog, type At } from '../recording/log.js';
import { emit } from '../webhooks/emit.js';
import { forCandidate } from './for-candidate.js';
import { overridden } from './total.js';

export type Audience = 'reviewer' | 'candidate';

/** The report with what people have added to it. 409 `not_yet_scored` until there is one, 410 `erased` when its time was over. */
export async function getReport(knex: Knex, at: At, audience: Audience = 'reviewer'): Promise<Report> {
  return withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const report = await presentReport(tx, await scored(tx, at));
    return audience === 'candidate' ? forCandidate(report) : report;
  });
}

/** The report as it is stored, with its overrides and appeals and the score that follows from them. */
export async function presentReport(tx: TenantTx, report: Report): Promise<Report> {
  const overrides = (await listOverrides(tx, report.interview)).map(presentOverride);
  const appeals = (await listAppeals(tx, report.interview)).map(presentAppeal);
  const notices = (await listNotices(tx, report.interview)).map(presentNotice);
  // Reports from before questions were chosen adaptively have no `selection`, and those from before the rubric no `rubric`.
  return {
    ...report,
    criteria: report.criteria.map((criterion) => ({ ...criterion, rubric: (criterion as Partial<typeof criterion>).rubric ?? null })),
    selection: (report as Partial<Report>).selection ?? null,
    overrides,
    appeals,
    notices,
    final: overridden(report.criteria, overrides),
  };
}

/** Adds a person's score; the interview shows the total that follows from it. Earlier overrides stay as they are. */
export const overrideScore = (knex: Knex, at: At, body: NewOverride): Promise<Override> =>
  withTenant(knex, at.tenant, async (tx) => {
    // Locked, so that overrides come one after another and each tells what it replaced.
    await openLog(tx, at);
    const report = await presentReport(tx, await scored(tx, at));
    const row = await insertOverride(tx, at.interview, { id: newId('override'), from: currentScore(report, body.criterion), ...body });
    const { final } = await presentReport(tx, report);
    await setScore(tx, at.interview, final.score === null ? null : { value: final.score, max: 100 });
    await oweOrder(tx, at.interview);
    const interview = await readInterview(tx, at.mode, at.interview);
    if (interview) await emit(tx, 'report.overridden', interview);
    return presentOverride(row);
  });

/** Keeps an objection. Nothing changes by it: whoever decides reads it in the report. */
export const appealReport = (knex: Knex, at: At, by: Appeal['by'], body: NewAppeal): Promise<Appeal> =>
  withTenant(knex, at.tenant, async (tx) => {
    await openLog(tx, at);
    await scored(tx, at);
    return presentAppeal(await insertAppeal(tx, at.interview, { id: newId('appeal'), by, ...body }));
  });

async function scored(tx: TenantTx, at: At): Promise<Report> {
  const report = await readReport(tx, at.interview);
  if (report) return report;
  if ((await readErased(tx, at.interview)).report) throw new ApiError('erased', 'The report was erased when its time was over.');
  throw new ApiError('not_yet_scored');
}

function currentScore({ criteria, overrides, final }: Report, criterion: NewOverride['criterion']): number | null {
  if (criterion === 'total') return final.score;
  const last = overrides.findLast((override) => override.criterion === criterion);
  return last?.score ?? criteria.find(({ name }) => name === criterion)?.score ?? null;
}

const presentOverride = ({ created_at, ...row }: Awaited<ReturnType<typeof listOverrides>>[number]): Override => ({
  object: 'report_override',
  ...row,
  created_at: created_at.toISOString(),
});

const presentAppeal = ({ created_at, ...row }: Awaited<ReturnType<typeof listAppeals>>[number]): Appeal => ({
  object: 'report_appeal',
  ...row,
  created_at: created_at.toISOString(),
});
