import { z } from 'zod';
import { ask, personOf, startAtsServer, type AtsSimulator } from './simulator.js';

const secret = 'the secret of the partner';
const codename = 'interviewlm';

/** As PATCH /reports documents its body. */
const Report = z.strictObject({
  status: z.enum(['sent', 'completed', 'failed', 'canceled']),
  score: z
    .string()
    .regex(/^[\d.]+\/\d+$/)
    .optional(),
  completed_at: z.iso.datetime().optional(),
});

/** Recruitee: sends candidates, and takes what is patched into their reports. */
export async function startRecruitee(): Promise<AtsSimulator> {
  let ours = { url: '', key: '' };
  const reports = new Map<string, { link: string; latest?: z.infer<typeof Report>; results: string[] }>();
  const headers = () => ({ authorization: `Bearer ${ours.key}` });

  const server = await startAtsServer(({ method, path, header, body }) => {
    if (header('rt-partner-secret') !== secret) return { status: 401 };
    if (method === 'GET' && path === `/api/p/${codename}/partner`) return { status: 200, body: { codename } };
    const report = reports.get(path.replace(`/api/p/${codename}/reports/`, ''));
    const patch = Report.safeParse(body);
    if (method !== 'PATCH' || !report || !patch.success) return { status: 422 };
    report.latest = patch.data;
    const result = patch.data.status === 'completed' ? JSON.stringify(patch.data) : undefined;
    if (result && report.results.at(-1) !== result) report.results.push(result);
    return { status: 200, body: {} };
  });

  return {
    kind: 'recruitee',
    settings: { credential: secret, account: codename, base_url: `${server.url}/api/` },
    connect: ({ url, key }) => void (ours = { url, key }),
    list: () => ask('GET', `${ours.url}/tests`, headers()),
    async order(assessment, number) {
      const report_id = `bb83dc83-91b2-46a5-8a21-${String(number).padStart(12, '0')}`;
      const body = { ...personOf(number), candidate_id: number, company_id: 1, report_id, test_id: assessment, test_name: 'Sum' };
      const { assessment_url: link } = await ask('POST', `${ours.url}/send_candidate`, headers(), { body });
      if (!reports.has(report_id)) reports.set(report_id, { link, results: [] });
      return report_id;
    },
    candidateLink: async (order) => reports.get(order)?.link ?? '',
    status: async (order) => reports.get(order)?.latest?.status ?? '',
    result(order) {
      const latest = reports.get(order)?.latest;
      return latest?.status === 'completed' ? { score: latest.score ? Number(latest.score.split('/')[0]) : null, url: null } : null;
    },
    results: (order) => reports.get(order)?.results.length ?? 0,
    cancel: () => Promise.reject(new Error('Recruitee has no word for it')),
    server,
  };
}
