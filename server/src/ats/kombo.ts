import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { invalid } from '../errors.js';
import type { Phase, Standing } from '../services/ats/port.js';
import { route, type AtsProtocol } from './protocol.js';
import { bearer, email, id, nameOf, outgoing, sentences, text } from './words.js';

const Order = z.object({
  id,
  package_id: id,
  integration_id: id,
  candidate: z.object({ email, first_name: text(), last_name: text() }),
  job: z.object({ name: text() }).nullish(),
});
const inline = 'inline-assessment:order-received';
const ordinary = 'assessment:order-received';

/** Null for Kombo's other events, which come to the same URL and are nothing to us. */
const Event = z.object({ type: z.string().max(200), data: z.unknown() }).transform(({ type, data }, context) => {
  if (type !== ordinary && type !== inline) return null;
  const order = Order.safeParse(data);
  if (order.success) return { isInline: type === inline, order: order.data };
  for (const { path, message } of order.error.issues) context.addIssue({ code: 'custom', message, path: ['data', ...path] });
  return z.NEVER;
});

const statuses: Readonly<Record<Phase, 'OPEN' | 'COMPLETED' | 'CANCELLED'>> = {
  invited: 'OPEN',
  started: 'OPEN',
  submitted: 'OPEN',
  completed: 'COMPLETED',
  expired: 'CANCELLED',
  cancelled: 'CANCELLED',
};

/**
 * One API to many ATSs. Kombo's calls are webhooks, signed with a secret that is made there, to a URL of this integration; ours name its
 * integration id, the account. Source: docs.kombo.dev.
 */
export const kombo: AtsProtocol = {
  kind: 'kombo',
  hosts: ['kombo.dev'],
  base_url: 'https://api.kombo.dev/v1',
  needs: ['credential', 'account', 'signing_secret'],
  keepsKey: false,
  challenge: 'Signature realm="interviewlm"',
  // Kombo must be told what there is. That is harmless, and fails when the key is wrong.
  probe: ({ base_url, ...settings }, exchange, offered) => {
    const packages = offered.map(({ id: each, title, description }) => ({ id: each, type: 'SKILLS_TEST', name: title, description }));
    return exchange(outgoing('PUT', `${base_url}/assessment/packages`, headers(settings), { packages }));
  },
  async identify({ header, params, body }, integrations) {
    const found = await integrations.named('kombo', params['integration'] ?? '');
    // Signed over nothing as well when there is no such integration: how long it takes tells nobody which there are.
    const proven = isSigned(body, found?.signing_secret ?? 'nobody', header('X-Kombo-Signature'));
    return found && proven ? found.caller : null;
  },
  refuse: (error) => ({ status: error.status, body: { error: { message: sentences(error).join(' ') } } }),
  routes: [
    route({
      method: 'POST',
      path: '/:integration',
      body: Event,
      async answer({ caller, orders, integrations, body }) {
        if (!body) return { status: 200, body: {} };
        const { id: reference, package_id, integration_id, candidate, job } = body.order;
        if (integration_id !== (await integrations.get(caller, caller.integration)).account)
          throw invalid('body.data.integration_id', 'unknown_integration', 'This URL is of another integration.');
        const { links } = await orders.place(caller, {
          reference,
          assessment: package_id,
          candidate: { name: nameOf(candidate.first_name, candidate.last_name, candidate.email), email: candidate.email },
          details: {},
          inline: body.isInline,
          metadata: { ...(job?.name && { job: job.name }) },
        });
        return { status: 200, body: body.isInline ? { assessment_url: links.candidate } : {} };
      },
    }),
  ],
  async tell(standing, { base_url, ...settings }, exchange) {
    const url = `${base_url}/assessment/orders/${encodeURIComponent(standing.reference)}/result`;
    return exchange(outgoing('PUT', url, headers(settings), await resultOf(standing)));
  },
};

const headers = ({ credential, account }: { credential: string; account: string }) => ({
  authorization: bearer(credential),
  'x-integration-id': account,
});

function isSigned(body: Buffer, secret: string, signature: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('base64url'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Kombo wants a time with everything that is over, and takes the report itself as a file. */
async function resultOf({ phase, links, score, criteria, changed_at, submitted_at, pdf }: Standing) {
  const status = statuses[phase];
  const open = phase === 'invited' || phase === 'started';
  return {
    status,
    result_url: links.replay,
    ...(status !== 'OPEN' && { completed_at: (submitted_at ?? changed_at).toISOString() }),
    ...(score && { score: score.value, max_score: score.max }),
    attributes: [
      ...(open ? [{ type: 'TEXT', label: 'Link for the candidate', value: links.candidate }] : []),
      ...criteria.map((each) => ({
        ...{ type: 'SUB_RESULT', id: each.name, label: each.title, status: 'COMPLETED' },
        score: { value: each.score, max: 100 },
      })),
    ],
    ...(phase === 'completed' && {
      attachments: [{ name: 'Interview report.pdf', content_type: 'application/pdf', data: Buffer.from(await pdf()).toString('base64') }],
    }),
  };
}
