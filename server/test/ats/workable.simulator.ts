import { z } from 'zod';
import { ask, personOf, startAtsServer, type AtsSimulator } from './simulator.js';

const token = 'the token that Workable gave';

/** The body of the callback, after a secondary source. */
const Callback = z.strictObject({
  status: z.enum(['pending', 'completed', 'rejected', 'expired']),
  results_url: z.url(),
  assessment: z
    .strictObject({
      score: z.number().optional(),
      grade: z.enum(['failed', 'passed', 'excelled']).optional(),
      summary: z.string().optional(),
      details: z.string().optional(),
      duration: z.number().optional(),
    })
    .optional(),
  attachments: z.array(z.strictObject({ description: z.string(), url: z.url() })).optional(),
});

/** Workable: lists tests, makes assessments, and takes what is put to the callback URL of each. */
export async function startWorkable(): Promise<AtsSimulator> {
  let ours = { url: '', key: '' };
  const orders = new Map<string, { id: string; latest?: z.infer<typeof Callback>; results: string[] }>();
  const headers = () => ({ authorization: `Bearer ${ours.key}` });
  const of = (order: string) => [...orders.values()].find(({ id }) => id === order);

  const server = await startAtsServer(({ method, path, authorization, body }) => {
    const order = orders.get(path);
    if (authorization !== `Bearer ${token}`) return { status: 401 };
    const callback = Callback.safeParse(body);
    if (method !== 'PUT' || !order || !callback.success) return { status: 422 };
    order.latest = callback.data;
    const result = callback.data.status === 'completed' ? JSON.stringify(callback.data) : undefined;
    if (result && order.results.at(-1) !== result) order.results.push(result);
    return { status: 200, body: {} };
  });

  return {
    kind: 'workable',
    settings: { credential: token },
    connect: ({ url, key }) => void (ours = { url, key }),
    list: async () => (await ask('GET', `${ours.url}/tests`, headers())).tests,
    async order(assessment, number) {
      const path = `/spi/v3/assessments/${number}?account=acme`;
      const body = {
        test_id: assessment,
        job_shortcode: 'ABC123',
        job_title: 'Engineer',
        callback_url: server.url + path,
        candidate: { ...personOf(number), phone: null },
      };
      const { assessment_id } = await ask('POST', `${ours.url}/assessments`, headers(), { body, expected: 201 });
      if (!orders.has(path)) orders.set(path, { id: assessment_id, results: [] });
      return assessment_id;
    },
    candidateLink: async (order) => of(order)?.latest?.attachments?.find(({ description }) => /candidate/.test(description))?.url ?? '',
    status: async (order) => of(order)?.latest?.status ?? '',
    result(order) {
      const latest = of(order)?.latest;
      return latest?.status === 'completed' ? { score: latest.assessment?.score ?? null, url: latest.results_url } : null;
    },
    results: (order) => of(order)?.results.length ?? 0,
    cancel: () => Promise.reject(new Error('Workable has no word for it')),
    server,
  };
}
