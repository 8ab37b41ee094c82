import type { Knex } from 'knex';
import { readDocument, reportHtml, reportPdf, type Reader } from '../../services/scoring/print/index.js';
import { appealReport, getReport, overrideScore } from '../../services/scoring/review.js';
import type { Actor } from '../../services/scope.js';
import { at } from '../at.js';
import { Download, type Handlers } from '../handler.js';

type Names = 'getReport' | 'getReportHtml' | 'getReportPdf' | 'overrideScore' | 'appealReport';

export interface ReportDeps {
  readonly knex: Knex;
  readonly publicUrl: string;
}

export function reportHandlers({ knex, publicUrl }: ReportDeps): Pick<Handlers, Names> {
  // A session token lasts a quarter of an hour: it must not become a code that lasts a month.
  const reader = ({ kind }: Actor, { audience }: Pick<Reader, 'audience'>): Reader => ({ audience, publicUrl, shares: kind === 'secret' });
  return {
    getReport: ({ actor, params, query }) => getReport(knex, at(actor, params.id), query.audience),
    async getReportHtml({ actor, params, query }) {
      const document = await readDocument(knex, at(actor, params.id), reader(actor, query));
      return new Download(Buffer.from(reportHtml(document)), `${params.id}.html`);
    },
    async getReportPdf({ actor, params, query }) {
      const document = await readDocument(knex, at(actor, params.id), reader(actor, query));
      return new Download(await reportPdf(document), `${params.id}.pdf`);
    },
    overrideScore: ({ actor, params, body }) => overrideScore(knex, at(actor, params.id), body),
    appealReport: ({ actor, params, body }) =>
      appealReport(knex, at(actor, params.id), actor.kind === 'candidate' ? 'candidate' : 'tenant', body),
  };
}
