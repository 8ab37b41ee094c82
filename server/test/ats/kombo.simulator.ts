import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { personOf, startAtsServer, type AtsSimulator } from './simulator.js';

const apiKey = 'the key that was made in Kombo';
const signingSecret = 'the secret that Kombo signs with';
const account = 'workday:HWUTwvyx2wLoSUHphiWVrp28';

const Package = z.strictObject({
  id: z.string(),
  type: z.enum(['SKILLS_TEST', 'VIDEO_INTERVIEW']),
  name: z.string(),
  description: z.string(),
});

/** As PUT …/result documents its body. */
const Result = z
  .strictObject({
    status: z.enum(['COMPLETED', 'CANCELLED', 'OPEN']),
    result_url: z.url(),
    completed_at: z.iso.datetime().optional(),
    score: z.number().optional(),
    max_score: z.number().optional(),
    attributes: z.array(
      z.union([
        z.strictObject({ type: z.literal('TEXT'), label: z.string(), value: z.string() }),
        z.strictObject({
          type: z.literal('SUB_RESULT'),
          id: z.string(),
          label: z.string(),
          score: z.strictObject({ value: z.number(), max: z.number() }),
          status: z.enum(['COMPLETED', 'CANCELLED']),
        }),
      ]),
    ),
    attachments: z.array(z.strictObject({ name: z.string(), content_type: z.string(), data: z.base64() })).optional(),
  })
  .refine(({ status, completed_at }) => status === 'OPEN' || completed_at, 'completed_at comes with what is over')
  .refine(({ attachments = [] }) => attachments.every(({ data }) => Buffer.from(data, 'base64').toString('latin1').startsWith('%PDF-')));
type Result = z.infer<typeof Result>;

/** Kombo: tells of orders by signed webhooks, and takes packages and results. */
export async function startKombo(): Promise<AtsSimulator> {
  let ours = { url: '' };
  let packages: z.infer<typeof Package>[] = [];
  const orders = new Map<string, { latest?: Result; results: string[] }>();

  const server = await startAtsServer(({ method, path, authorization, header, body }) => {
    if (authorization !== `Bearer ${apiKey}` || header('x-integration-id') !== account) return { status: 401 };
    if (method === 'PUT' && path === '/v1/assessment/packages') {
      packages = z.array(Package).parse(body.packages);
      return { status: 200, body: { status: 'success', data: {} } };
    }
    const order = orders.get(/^\/v1\/assessment\/orders\/([^/]+)\/result$/.exec(path)?.[1] ?? '');
    const result = Result.safeParse(body);
    // What is over stays as it is, but for its content.
    const isOver = order?.latest && order.latest.status !== 'OPEN' && order.latest.status !== result.data?.status;
    if (method !== 'PUT' || !order || !result.success || isOver) return { status: 400, body: { status: 'error' } };
    order.latest = result.data;
    const { attachments: _pdf, ...rest } = result.data;
    const seen = result.data.status === 'COMPLETED' ? JSON.stringify(rest) : undefined;
    if (seen && order.results.at(-1) !== seen) order.results.push(seen);
    return { status: 200, body: { status: 'success', data: {}, warnings: [] } };
  });

  /** Signs what it sends, byte for byte. */
  const send = async (event: object) => {
    const body = JSON.stringify(event);
    const signature = createHmac('sha256', signingSecret).update(body).digest('base64url');
    const headers = { 'content-type': 'application/json', 'x-kombo-signature': signature };
    const answer = await fetch(ours.url, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`The webhook was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { assessment_url?: string };
  };
  const orderOf = (assessment: string, number: number) => {
    const id = `order-${number}`;
    if (!orders.has(id)) orders.set(id, { results: [] });
    return {
      id,
      package_id: assessment,
      status: 'OPEN',
      integration_id: account,
      candidate: { ...personOf(number), phone: null, remote_id: String(number) },
      application: { remote_id: '1' },
      job: { remote_id: '1', name: 'Engineer', location: null, hiring_team: [] },
    };
  };
  const inline = async (assessment: string, number: number) => {
    const data = orderOf(assessment, number);
    const { assessment_url } = await send({ id: `event-${number}`, type: 'inline-assessment:order-received', data });
    if (!assessment_url) throw new Error('No link was answered');
    return data.id;
  };
  const linkOf = (order: string) =>
    orders.get(order)?.latest?.attributes.flatMap((each) => (each.type === 'TEXT' && /candidate/.test(each.label) ? [each.value] : []))[0];

  return {
    kind: 'kombo',
    settings: { credential: apiKey, signing_secret: signingSecret, account, base_url: `${server.url}/v1` },
    connect: ({ url }) => void (ours = { url }),
    async list() {
      await send({ id: 'event-0', type: 'integration-created', data: { id: account } });
      return packages;
    },
    async order(assessment, number) {
      await send({ id: `event-${number}`, type: 'assessment:order-received', data: orderOf(assessment, number) });
      // An order from a careers page needs the link at once; it is the same order.
      return inline(assessment, number);
    },
    orderInline: inline,
    candidateLink: async (order) => linkOf(order) ?? '',
    status: async (order) => orders.get(order)?.latest?.status ?? '',
    result(order) {
      const latest = orders.get(order)?.latest;
      return latest?.status === 'COMPLETED' && latest.attachments?.length ? { score: latest.score ?? null, url: latest.result_url } : null;
    },
    results: (order) => orders.get(order)?.results.length ?? 0,
    cancel: () => Promise.reject(new Error('Kombo has no word for it')),
    server,
  };
}
