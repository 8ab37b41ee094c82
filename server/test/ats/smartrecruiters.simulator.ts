import { z } from 'zod';
import { ask, personOf, startAtsServer, type AtsSimulator } from './simulator.js';

const client = { account: 'our client id there', credential: 'our client secret there' };

/** As far as the secondary source names fields. */
const Result = z.strictObject({
  assessmentOrderId: z.string(),
  status: z.enum(['IN_PROGRESS', 'COMPLETED', 'EXPIRED', 'CANCELLED']),
  resultURL: z.url(),
  assessmentURL: z.url().optional(),
  score: z.number().optional(),
  maxScore: z.number().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** SmartRecruiters: gets a token, orders packages, and takes results at the callback URL of each order, for a token of its own. */
export async function startSmartRecruiters(): Promise<AtsSimulator> {
  let ours = { id: '', url: '', key: '' };
  let granted = 0;
  const orders = new Map<string, { id: string; latest?: z.infer<typeof Result>; results: string[] }>();
  const of = (order: string) => [...orders.values()].find(({ id }) => id === order);

  const server = await startAtsServer(
    ({ method, path, authorization, body }) => {
      if (path === '/identity/oauth/token') {
        const form = new URLSearchParams(String(body));
        const known = form.get('client_id') === client.account && form.get('client_secret') === client.credential;
        return known ? { status: 200, body: { access_token: `token-${++granted}`, expires_in: 60 } } : { status: 400 };
      }
      const order = orders.get(path);
      const result = Result.safeParse(body);
      if (authorization !== `Bearer token-${granted}`) return { status: 401 };
      if (method !== 'POST' || !order || !result.success) return { status: 400 };
      order.latest = result.data;
      const seen = result.data.status === 'COMPLETED' ? JSON.stringify(result.data) : undefined;
      if (seen && order.results.at(-1) !== seen) order.results.push(seen);
      return { status: 204 };
    },
    (path) => path.endsWith('/oauth/token'),
  );

  const headers = async () => {
    const form = { grant_type: 'client_credentials', client_id: ours.id, client_secret: ours.key };
    const answer = await fetch(`${ours.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token, token_type } = (await answer.json()) as { access_token: string; token_type: string };
    return { authorization: `${token_type} ${access_token}` };
  };

  const orderOf = (assessment: string, number: number) => {
    const path = `/assessments/orders/${number}/results`;
    const { first_name: firstName, last_name: lastName, email } = personOf(number);
    const body = {
      resultCallbackURL: server.url + path,
      candidate: { id: String(number), firstName, lastName, email },
      job: { id: '1', title: 'Engineer' },
      requester: { id: '1' },
      assessmentPackageId: assessment,
      jobId: '1',
      companyId: 'acme',
      fields: {},
    };
    return { path, body };
  };
  const inline = async (assessment: string, number: number) => {
    const { path, body } = orderOf(assessment, number);
    const { assessmentOrderId: id } = await ask('POST', `${ours.url}/packages/inline/orders`, await headers(), { body });
    if (!orders.has(path)) orders.set(path, { id, results: [] });
    return id as string;
  };

  return {
    kind: 'smartrecruiters',
    settings: { ...client, base_url: `${server.url}/identity` },
    connect: (integration) => void (ours = integration),
    async list() {
      const { content } = await ask('GET', `${ours.url}/packages?jobId=1`, await headers());
      return content.map((each: any) => ({ id: each.assessmentPackageId, name: each.name }));
    },
    async order(assessment, number) {
      const { body } = orderOf(assessment, number);
      const { assessmentOrderId: id } = await ask('POST', `${ours.url}/packages/orders`, await headers(), { body, expected: 202 });
      if ((await inline(assessment, number)) !== id) throw new Error('The same order is another one inline');
      return id;
    },
    orderInline: inline,
    candidateLink: async (order) => of(order)?.latest?.assessmentURL ?? '',
    status: async (order) => of(order)?.latest?.status ?? '',
    result(order) {
      const latest = of(order)?.latest;
      return latest?.status === 'COMPLETED' ? { score: latest.score ?? null, url: latest.resultURL } : null;
    },
    results: (order) => of(order)?.results.length ?? 0,
    cancel: () => Promise.reject(new Error('SmartRecruiters has no word for it')),
    server,
  };
}
