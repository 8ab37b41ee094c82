import type { Knex } from 'knex';
import type { Report } from '@interviewlm/protocol';
import { insertJudgement, putReport, type JudgementCause } from '../../db/reports.js';
import { withTenant } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import type { At } from '../recording/log.js';
import { gather, measure } from '../scoring/gather.js';
import { makeReport } from '../scoring/report.js';
import { presentReport } from '../scoring/review.js';
import { markScored } from '../sessions/submit.js';

/**
 * Makes the report of a submission from what is stored, and moves the interview on to `scored`, both or neither. Scoring again makes a
 * new judgement from the same log and answers; earlier ones, overrides and appeals stay.
 */
export async function score(knex: Knex, at: At, cause: JudgementCause): Promise<Report> {
  const findings = await measure(await withTenant(knex, at.tenant, (tx) => gather(tx, at)));
  const report = makeReport(findings, new Date());
  return withTenant(knex, at.tenant, async (tx) => {
    await insertJudgement(tx, newId('judgement'), cause, report);
    await putReport(tx, report);
    const shown = await presentReport(tx, report);
    await markScored(tx, at, shown.final.score);
    return shown;
  });
}
