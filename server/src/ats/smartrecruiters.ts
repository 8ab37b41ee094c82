import { z } from 'zod';
import { ApiError } from '../errors.js';
import type { Integrations } from '../services/ats/integrations.js';
import type { AtsSettings, Phase, Standing } from '../services/ats/port.js';
import type { Answered, Exchange } from '../services/webhooks/send.js';
import { route, type AtsCall, type AtsProtocol } from './protocol.js';
import { bearer, bearerToken, email, facts, id, nameOf, outgoing, sentences, text } from './words.js';

const Order = z.object({
  resultCallbackURL: z.string().max(1000),
  assessmentPackageId: id,
  candidate: z.object({ firstName: text(), lastName: text(), email }),
  job: z.object({ title: text() }).nullish(),
});

const statuses: Readonly<Record<Phase, string>> = {
  invited: 'IN_PROGRESS',
  started: 'IN_PROGRESS',
  submitted: 'IN_PROGRESS',
  completed: 'COMPLETED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
};

/**
 * The Assessment API of 2021. Both sides have OAuth 2 client credentials: here the client id is the integration's id and the secret its
 * key; there they are the account and the credential. Paths after a secondary source, bodies as far as that names their fields.
 */
export const smartrecruiters: AtsProtocol = {
  kind: 'smartrecruiters',
  hosts: ['smartrecruiters.com'],
  base_url: 'https://www.smartrecruiters.com/identity',
  needs: ['credential', 'account'],
  keepsKey: false,
  challenge: 'Bearer realm="interviewlm"',
  probe: (settings, exchange) => tokenOf(settings, exchange),
  async identify({ header, path, body }, integrations) {
    if (path === '/oauth/token') return clientOf(body, integrations);
    const token = bearerToken(header('Authorization'));
    return token === null ? null : integrations.granted('smartrecruiters', token);
  },
  refuse: (error) => ({ status: error.status, body: { code: error.code, message: sentences(error).join(' ') } }),
  routes: [
    route({
      method: 'POST',
      path: '/oauth/token',
      async answer({ caller, integrations, raw }) {
        const { client_secret, grant_type } = credentialsIn(raw);
        if (grant_type !== 'client_credentials') throw new ApiError('invalid_request', 'The grant_type is client_credentials.');
        const { token, expires_in_s } = integrations.grant(caller, client_secret ?? '');
        return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: expires_in_s } };
      },
    }),
    route({
      method: 'GET',
      path: '/packages',
      async answer({ caller, integrations }) {
        const content = (await integrations.offered(caller)).map((each) => ({
          ...{ assessmentPackageId: each.id, name: each.title, description: each.description },
        }));
        return { status: 200, body: { content } };
      },
    }),
    route({
      method: 'POST',
      path: '/packages/orders',
      body: Order,
      answer: async (call) => ({ status: 202, body: { assessmentOrderId: (await place(call)).id } }),
    }),
    route({
      method: 'POST',
      path: '/packages/inline/orders',
      body: Order,
      async answer(call) {
        const order = await place(call, { inline: true });
        return { status: 200, body: { assessmentOrderId: order.id, assessmentURL: order.links.candidate } };
      },
    }),
  ],
  async tell(standing, settings, exchange) {
    const granted = await tokenOf(settings, exchange);
    if (granted.error !== null) return granted;
    const token = Token.safeParse(parsed(granted.body));
    if (!token.success) return { ...granted, error: 'It answered no access token.' };
    const url = standing.details['resultCallbackURL'] ?? '';
    return exchange(outgoing('POST', url, { authorization: bearer(token.data.access_token) }, resultOf(standing)));
  },
};

const Token = z.object({ access_token: z.string().min(1) });

/** The callback URL is of this order alone. */
function place({ caller, orders, ownUrl, body }: AtsCall<z.infer<typeof Order>>, { inline = false } = {}) {
  const { candidate, job, resultCallbackURL, assessmentPackageId } = body;
  const { host, pathname, search } = ownUrl('body.resultCallbackURL', resultCallbackURL);
  return orders.place(caller, {
    reference: `${host}${pathname}${search}`,
    assessment: assessmentPackageId,
    candidate: { name: nameOf(candidate.firstName, candidate.lastName, candidate.email), email: candidate.email },
    details: { resultCallbackURL },
    inline,
    metadata: { ...(job?.title && { job: job.title }) },
  });
}

async function clientOf(body: Buffer, integrations: Integrations) {
  const { client_id, client_secret } = credentialsIn(body);
  return client_id && client_secret ? integrations.identify('smartrecruiters', client_secret, client_id) : null;
}

/** Client credentials, as a form (RFC 6749) or as JSON. */
function credentialsIn(body: Buffer): Partial<Record<'client_id' | 'client_secret' | 'grant_type', string>> {
  const said = body.toString('utf8');
  const json = z.record(z.string(), z.unknown()).safeParse(parsed(said));
  const fields = json.success ? new Map(Object.entries(json.data)) : new URLSearchParams(said);
  const field = (name: string) =>
    z
      .string()
      .max(200)
      .optional()
      .catch(undefined)
      .parse(fields.get(name) ?? undefined);
  const [client_id, client_secret, grant_type] = [field('client_id'), field('client_secret'), field('grant_type')];
  return { ...(client_id && { client_id }), ...(client_secret && { client_secret }), ...(grant_type && { grant_type }) };
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}

function tokenOf({ base_url, account, credential }: AtsSettings, exchange: Exchange): Promise<Answered> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: account, client_secret: credential }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
  return exchange({ method: 'POST', url: `${base_url}/oauth/token`, headers, body });
}

function resultOf(standing: Standing) {
  const { order, phase, links, score } = standing;
  const open = phase === 'invited' || phase === 'started';
  return {
    assessmentOrderId: order,
    status: statuses[phase],
    resultURL: links.replay,
    ...(open && { assessmentURL: links.candidate }),
    ...(score && { score: score.value, maxScore: score.max }),
    ...(phase === 'completed' && { details: facts(standing) }),
  };
}
