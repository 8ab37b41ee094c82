import { z } from 'zod';
import type { Phase, Standing } from '../services/ats/port.js';
import { route, type AtsProtocol } from './protocol.js';
import { bearer, bearerToken, email, id, minutes, nameOf, outgoing, sentences, text } from './words.js';

const NewAssessment = z.object({
  test_id: id,
  job_shortcode: text(),
  job_title: text(),
  callback_url: z.string().max(1000),
  candidate: z.object({ first_name: text(), last_name: text(), email }),
});

const statuses: Readonly<Record<Phase, 'pending' | 'completed' | 'rejected' | 'expired'>> = {
  invited: 'pending',
  started: 'pending',
  submitted: 'pending',
  completed: 'completed',
  expired: 'expired',
  cancelled: 'rejected',
};

/**
 * Assessment providers. Each side calls the other with a token. Paths and authentication: workable.readme.io, "Assessment Providers"; the
 * body of the callback after a secondary source.
 */
export const workable: AtsProtocol = {
  kind: 'workable',
  hosts: ['workable.com'],
  base_url: null,
  needs: ['credential'],
  keepsKey: false,
  challenge: 'Bearer realm="interviewlm"',
  probe: null,
  async identify({ header }, integrations) {
    const key = bearerToken(header('Authorization'));
    return key === null ? null : integrations.identify('workable', key);
  },
  refuse: (error) => ({ status: error.status, body: { error: sentences(error).join(' ') } }),
  routes: [
    route({
      method: 'GET',
      path: '/tests',
      async answer({ caller, integrations }) {
        const offered = await integrations.offered(caller);
        return { status: 200, body: { tests: offered.map((each) => ({ id: each.id, name: each.title })) } };
      },
    }),
    route({
      method: 'POST',
      path: '/assessments',
      body: NewAssessment,
      async answer({ caller, orders, ownUrl, body: { test_id, job_shortcode, job_title, callback_url, candidate } }) {
        const { host, pathname, search } = ownUrl('body.callback_url', callback_url);
        const order = await orders.place(caller, {
          // Each assessment has a callback URL of its own, and no other id.
          reference: `${host}${pathname}${search}`,
          assessment: test_id,
          candidate: { name: nameOf(candidate.first_name, candidate.last_name, candidate.email), email: candidate.email },
          details: { callback_url },
          metadata: { ...(job_title && { job: job_title }), ...(job_shortcode && { job_shortcode }) },
        });
        return { status: 201, body: { assessment_id: order.id } };
      },
    }),
  ],
  tell: (standing, { credential }, exchange) =>
    exchange(outgoing('PUT', standing.details['callback_url'] ?? '', { authorization: bearer(credential) }, resultOf(standing))),
};

/** Without a grade: whether somebody passed is a person's decision. */
function resultOf({ phase, links, score, criteria, elapsed_ms }: Standing) {
  return {
    status: statuses[phase],
    results_url: links.replay,
    ...(phase === 'completed' && {
      assessment: {
        ...(score && { score: score.value, summary: `${score.value} of ${score.max}` }),
        details: criteria.map((each) => `${each.title}: ${each.score}`).join('\n'),
        duration: minutes(elapsed_ms),
      },
    }),
    attachments:
      phase === 'invited' || phase === 'started'
        ? [{ description: 'Link for the candidate', url: links.candidate }]
        : [{ description: 'Report and recording', url: links.replay }],
  };
}
