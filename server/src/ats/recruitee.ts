import { z } from 'zod';
import type { Phase } from '../services/ats/port.js';
import { route, type AtsProtocol } from './protocol.js';
import { bearerToken, email, id, nameOf, outgoing, sentences, text } from './words.js';

const SendCandidate = z.object({
  first_name: text(),
  last_name: text(),
  email,
  candidate_id: id.nullish(),
  company_id: id.nullish(),
  report_id: id,
  test_id: id,
  test_name: text(),
});

const statuses: Readonly<Record<Phase, 'sent' | 'completed' | 'failed' | 'canceled'>> = {
  invited: 'sent',
  started: 'sent',
  submitted: 'sent',
  completed: 'completed',
  expired: 'failed',
  cancelled: 'canceled',
};

/**
 * Assessment partners. Recruitee calls with our key as a bearer token, and is called with the partner's secret; the account is the
 * partner's codename. Source: docs.recruitee.com, "Sending candidates" and "/reports".
 */
export const recruitee: AtsProtocol = {
  kind: 'recruitee',
  hosts: ['recruitee.com', 'recruitee.dev'],
  base_url: 'https://integrations.recruitee.com/api',
  needs: ['credential', 'account'],
  keepsKey: false,
  challenge: 'Bearer realm="interviewlm"',
  probe: ({ base_url, account, credential }, exchange) =>
    exchange(outgoing('GET', `${base_url}/p/${encodeURIComponent(account)}/partner`, { 'rt-partner-secret': credential })),
  async identify({ header }, integrations) {
    const key = bearerToken(header('Authorization'));
    return key === null ? null : integrations.identify('recruitee', key);
  },
  refuse: (error) => ({ status: error.status, body: { errors: sentences(error) } }),
  routes: [
    route({
      method: 'GET',
      path: '/tests',
      async answer({ caller, integrations }) {
        return { status: 200, body: (await integrations.offered(caller)).map((each) => ({ name: each.title, id: each.id })) };
      },
    }),
    route({
      method: 'POST',
      path: '/send_candidate',
      body: SendCandidate,
      async answer({ caller, orders, body }) {
        const order = await orders.place(caller, {
          reference: body.report_id,
          assessment: body.test_id,
          candidate: { name: nameOf(body.first_name, body.last_name, body.email), email: body.email },
          details: {},
          metadata: { ...(body.candidate_id && { candidate: body.candidate_id }) },
        });
        return { status: 200, body: { report_id: body.report_id, assessment_url: order.links.candidate } };
      },
    }),
  ],
  tell: ({ phase, reference, score, submitted_at }, { base_url, account, credential }, exchange) =>
    exchange(
      outgoing(
        'PATCH',
        `${base_url}/p/${encodeURIComponent(account)}/reports/${encodeURIComponent(reference)}`,
        { 'rt-partner-secret': credential },
        {
          status: statuses[phase],
          ...(phase === 'completed' && {
            ...(score && { score: `${score.value}/${score.max}` }),
            ...(submitted_at && { completed_at: submitted_at.toISOString() }),
          }),
        },
      ),
    ),
};
