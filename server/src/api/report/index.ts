import type { Knex } from 'knex';
import { readDocument, reportHtml, reportPdf, type Reader } from '../../services/scoring/print/index.js';
import { appealReport, getReport, overrideScore } from '../../services/scoring/review.js';
import type { Masking } from '../../services/masking/index.js';
import { nobody } from '../../services/masking/mask.js';
import type { Actor } from '../../services/scope.js';
import { at } from '../at.js';
import { maskFor } from '../mask.js';
import { Download, type Handlers } from '../handler.js';

type Names = 'getReport' | 'getReportHtml' | 'getReportPdf' | 'overrideScore' | 'appealReport';

export interface ReportDeps {
  readonly knex: Knex;
  readonly masking: Masking;
  readonly publicUrl: string;
}

export function reportHandlers({ knex, masking, publicUrl }: ReportDeps): Pick<Handlers, Names> {
  // A session token lasts a quarter of an hour: it must not become a code that lasts a month.
  const reader = ({ kind }: Actor, { audience }: Pick<Reader, 'audience'>): Reader => ({ audience, publicUrl, shares: kind === 'secret' });
  const documentOf = async (actor: Actor, interview: string, query: Pick<Reader, 'audience'>) => {
    const document = await readDocument(knex, at(actor, interview), reader(actor, query));
    const mask = await maskFor(masking, actor);
    if (!mask) return { document, isMasked: false };
    const { report, assessment } = document;
    return { document: { ...document, report: mask.value(report), assessment: mask.text(assessment), candidate: nobody }, isMasked: true };
  };
  return {
    getReport: ({ actor, params, query }) => getReport(knex, at(actor, params.id), query.audience),
    async getReportHtml({ actor, params, query }) {
      const { document, isMasked } = await documentOf(actor, params.id, query);
      return new Download(Buffer.from(reportHtml(document)), `${params.id}.html`, isMasked);
    },
    async getReportPdf({ actor, params, query }) {
      const { document, isMasked } = await documentOf(actor, params.id, query);
      return new Download(await reportPdf(document), `${params.id}.pdf`, isMasked);
    },
    overrideScore: ({ actor, params, body }) => overrideScore(knex, at(actor, params.id), body),
    appealReport: ({ actor, params, body }) =>
      appealReport(knex, at(actor, params.id), actor.kind === 'candidate' ? 'candidate' : 'tenant', body),
  };
}
