import type { Knex } from 'knex';
import type { Report, SessionEvent } from '@interviewlm/protocol';
import { listMessages } from '../../db/messages.js';
import { putReport, readReport } from '../../db/reports.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { readLog, type At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import { makeReport } from '../scoring/report.js';
import { markScored } from '../sessions/submit.js';

/** Makes the report of a submission and moves the interview on to `scored`, both or neither. Replaces an earlier report. */
export async function score(knex: Knex, at: At, tests: Report['tests'] | null): Promise<Report> {
  return withTenant(knex, at.tenant, async (tx) => {
    const log: SessionEvent[] = [];
    for await (const event of eventsAfter(tx, at.interview)) log.push(event);
    const messages = await listMessages(tx, at.interview);
    const qualities = new Map(messages.flatMap(({ id, prompt_quality }) => (prompt_quality ? [[id, prompt_quality] as const] : [])));
    const report = makeReport({ interview: at.interview, log, qualities, tests }, new Date());
    await putReport(tx, report);
    await markScored(tx, at, report.score);
    return report;
  });
}

/** 409 `not_yet_scored` until there is one. */
export async function getReport(knex: Knex, at: At): Promise<Report> {
  return withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    const report = await readReport(tx, at.interview);
    if (!report) throw new ApiError('not_yet_scored');
    return report;
  });
}
