import { z } from 'zod';
import { ask, basic, personOf, startAtsServer, type AtsSimulator } from './simulator.js';

const apiKey = 'the key that was made in Ashby';

const Value = z.strictObject({
  identifier: z.string().min(1),
  label: z.string().min(1),
  description: z.string().optional(),
  type: z.enum(['numeric_score', 'numeric_duration_minutes', 'url', 'string', 'boolean_success']),
  value: z.union([z.string(), z.number(), z.boolean()]),
});

/** As assessment.update documents its body. */
const Update = z
  .strictObject({
    assessment_id: z.string(),
    timestamp: z.number().int(),
    assessment_status: Value.optional(),
    assessment_profile_url: Value.extend({ type: z.literal('url') }).optional(),
    assessment_result: Value.optional(),
    cancelled_reason: Value.optional(),
    metadata: z.array(Value).optional(),
  })
  .refine((body) => body.assessment_status ?? body.cancelled_reason, 'assessment_status is required unless there is a cancelled_reason')
  .refine((body) => !body.assessment_result || body.assessment_profile_url, 'a result comes with the profile URL')
  .refine((body) => {
    const { metadata = [], assessment_id: _id, timestamp: _time, ...rest } = body;
    const names = [...metadata, ...Object.values(rest)].map((each) => each.identifier);
    return new Set(names).size === names.length;
  }, 'identifiers are unique');
type Update = z.infer<typeof Update>;

/** Ashby: starts and cancels assessments, and takes updates; the newest by its timestamp counts. */
export async function startAshby(): Promise<AtsSimulator> {
  let ours = { url: '', key: '' };
  const known = new Map<string, { latest: Update; results: string[] }>();
  const call = (name: string, body: object, expected = 200) =>
    ask('POST', `${ours.url}/assessment.${name}`, { authorization: basic(ours.key) }, { body, expected });
  const take = (update: Update) => {
    const entry = known.get(update.assessment_id) ?? { latest: update, results: [] };
    known.set(update.assessment_id, entry);
    if (update.timestamp >= entry.latest.timestamp) entry.latest = update;
    const result = update.assessment_result && JSON.stringify([update.timestamp, update.assessment_result]);
    if (result && entry.results.at(-1) !== result) entry.results.push(result);
  };

  const server = await startAtsServer(({ path, authorization, body }) => {
    if (authorization !== basic(apiKey)) return { status: 401, body: { success: false, errors: ['unauthorized'] } };
    if (path === '/apiKey.info') return { status: 200, body: { success: true, results: { title: 'InterviewLM' } } };
    const update = Update.safeParse(body);
    if (path !== '/assessment.update' || !update.success) return { status: 400, body: { success: false, errors: [String(update.error)] } };
    take(update.data);
    return { status: 200, body: { success: true } };
  });

  return {
    kind: 'ashby',
    settings: { credential: apiKey, base_url: server.url },
    connect: ({ url, key }) => void (ours = { url, key }),
    async list() {
      const { results } = await call('list', {});
      return results.map((each: any) => ({ id: each.assessment_type_id, name: each.name }));
    },
    async order(assessment, number) {
      const body = {
        assessment_type_id: assessment,
        candidate: { ...personOf(number), ashby_id: `person-${number}`, ashby_profile_url: `https://app.ashbyhq.com/candidates/${number}` },
        application: { ashby_id: `application-${number}`, status: 'Active' },
        job: { ashby_id: 'job-1', name: 'Engineer', ashby_job_url: 'https://app.ashbyhq.com/jobs/1' },
      };
      const { results } = await call('start', body);
      take(Update.parse(results.update_request));
      return results.assessment_id;
    },
    candidateLink: async (order) =>
      String(known.get(order)?.latest.metadata?.find(({ identifier }) => identifier === 'candidate_link')?.value ?? ''),
    status: async (order) => {
      const latest = known.get(order)?.latest;
      return latest?.cancelled_reason ? 'Cancelled' : String(latest?.assessment_status?.value ?? '');
    },
    result(order) {
      const latest = known.get(order)?.latest;
      if (!latest?.assessment_result) return null;
      const { value } = latest.assessment_result;
      return { score: typeof value === 'number' ? value : null, url: String(latest.assessment_profile_url?.value) };
    },
    results: (order) => known.get(order)?.results.length ?? 0,
    async cancel(order) {
      await call('cancel', { assessment_id: order });
    },
    server,
  };
}
