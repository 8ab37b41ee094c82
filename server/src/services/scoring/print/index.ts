import type { Knex } from 'knex';
import { readInterview } from '../../../db/interviews.js';
import { withTenant } from '../../../db/tenant-tx.js';
import { notFound } from '../../../errors.js';
import type { At } from '../../recording/log.js';
import { makeCode } from '../../sessions/links.js';
import { getReport, type Audience } from '../review.js';
import { clock, type ReportDocument } from './document.js';

export { reportHtml } from './html.js';
export { reportPdf } from './pdf.js';

export interface Reader {
  readonly audience: Audience;
  /** Where the hosted pages are. */
  readonly publicUrl: string;
  /** Whether the document's links open the replay for whoever has the document. */
  readonly shares: boolean;
}

/** As long as an invitation lives. */
const shareLife_ms = 30 * 86_400_000;

/**
 * A report as a document. For a tenant's own key its links carry a share code of its own, which is listed among the interview's links
 * and can be revoked there; without one they open the replay only where its page already has a code.
 */
export async function readDocument(knex: Knex, at: At, { audience, publicUrl, shares }: Reader): Promise<ReportDocument> {
  const report = await getReport(knex, at, audience);
  const [row, code] = await withTenant(knex, at.tenant, async (tx) => {
    const found = await readInterview(tx, at.mode, at.interview);
    const shared = shares && audience === 'reviewer';
    return [found, shared ? await makeCode(tx, at.interview, 'reviewer', new Date(Date.now() + shareLife_ms)) : null] as const;
  });
  if (!row) throw notFound('interview');
  const fragment = (ms: number) => [code, `t=${clock(ms)}`].filter(Boolean).join('&');
  return {
    report,
    assessment: row.title,
    candidate: row.candidate_name,
    submitted_at: row.submitted_at,
    audience,
    linkTo: (ms) => (audience === 'candidate' ? null : `${publicUrl}/r/${at.interview}#${fragment(ms)}`),
  };
}
