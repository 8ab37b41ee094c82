import { z } from 'zod';
import { invalid } from '../errors.js';
import type { Standing } from '../services/ats/port.js';
import { route, type AtsProtocol } from './protocol.js';
import { basic, basicUser, email, facts, id, nameOf, outgoing, sentences, text } from './words.js';

const SendTest = z.object({
  partner_test_id: id,
  candidate: z.object({
    first_name: text(),
    last_name: text(),
    preferred_name: text(),
    email,
    greenhouse_profile_url: text(2000),
  }),
  url: z.string().max(2000),
});

const ResponseError = z.object({
  api_call: text(),
  errors: z.array(z.string().max(2000)).max(50).nullish(),
  partner_interview_id: id.nullish(),
});

/**
 * The Assessment Partner API: Greenhouse calls us with the key as the user name of HTTP Basic, and we answer its `url` with the same key.
 * Source: developers.greenhouse.io/assessment.html.
 */
export const greenhouse: AtsProtocol = {
  kind: 'greenhouse',
  hosts: ['greenhouse.io'],
  base_url: null,
  needs: [],
  keepsKey: true,
  challenge: 'Basic realm="interviewlm"',
  probe: null,
  async identify({ header }, integrations) {
    const key = basicUser(header('Authorization'));
    return key === null ? null : integrations.identify('greenhouse', key);
  },
  refuse: (error) => ({ status: error.status, body: { errors: sentences(error) } }),
  routes: [
    route({
      method: 'GET',
      path: '/list_tests',
      async answer({ caller, integrations }) {
        const offered = await integrations.offered(caller);
        return { status: 200, body: offered.map((each) => ({ partner_test_id: each.id, partner_test_name: each.title })) };
      },
    }),
    route({
      method: 'POST',
      path: '/send_test',
      body: SendTest,
      async answer({ caller, orders, ownUrl, body: { partner_test_id, candidate, url } }) {
        // The last part of the URL is the id of this very test: the same order comes with the same one.
        const reference = ownUrl('body.url', url).pathname.split('/').filter(Boolean).at(-1);
        if (reference === undefined) throw invalid('body.url', 'invalid_url', 'The URL ends in the id of the test.');
        const { first_name, preferred_name, last_name, greenhouse_profile_url } = candidate;
        const order = await orders.place(caller, {
          reference,
          assessment: partner_test_id,
          candidate: { name: nameOf(preferred_name || first_name, last_name, candidate.email), email: candidate.email },
          details: { url },
          metadata: { ...(greenhouse_profile_url && { profile: greenhouse_profile_url }) },
        });
        return { status: 200, body: { partner_interview_id: order.id } };
      },
    }),
    route({
      method: 'GET',
      path: '/test_status',
      query: z.object({ partner_interview_id: id }),
      async answer({ caller, orders, query }) {
        return { status: 200, body: statusOf(await orders.standing(caller, query.partner_interview_id)) };
      },
    }),
    route({
      method: 'POST',
      path: '/response_error',
      body: ResponseError,
      async answer({ caller, orders, body: { api_call, errors, partner_interview_id } }) {
        if (partner_interview_id) await orders.complain(caller, partner_interview_id, `${api_call}: ${(errors ?? []).join(' ')}`);
        return { status: 200, body: {} };
      },
    }),
  ],
  // It asks for the status when it is told that there is one; only `complete` means anything to it.
  tell: async ({ phase, details }, { key }, exchange) =>
    phase === 'completed' ? exchange(outgoing('PATCH', details['url'] ?? '', { authorization: basic(key) })) : null,
};

function statusOf(standing: Standing) {
  const { phase, links, score } = standing;
  const isOpen = phase === 'invited' || phase === 'started';
  if (phase !== 'completed') return { partner_status: phase, metadata: isOpen ? { 'Link for the candidate': links.candidate } : {} };
  return {
    partner_status: 'complete',
    partner_profile_url: links.replay,
    ...(score && { partner_score: score.value }),
    metadata: facts(standing),
  };
}
