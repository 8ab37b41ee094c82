import { ask, basic, personOf, startAtsServer, type AtsResult, type AtsSimulator } from './simulator.js';

/** Greenhouse: sends tests, hears by PATCH that one is done, and then asks for its status. */
export async function startGreenhouse(): Promise<AtsSimulator> {
  let ours = { url: '', key: '' };
  const orders = new Map<string, { order: string; told: AtsResult[] }>();
  const headers = () => ({ authorization: basic(ours.key) });
  const statusOf = (order: string) => ask('GET', `${ours.url}/test_status?partner_interview_id=${order}`, headers());
  const entry = (order: string) => [...orders.values()].find((each) => each.order === order);

  const server = await startAtsServer(async ({ method, path, authorization }) => {
    const test = orders.get(path.split('/').at(-1) ?? '');
    if (method !== 'PATCH' || !test) return { status: 404 };
    if (authorization !== basic(ours.key)) return { status: 401 };
    const status = await statusOf(test.order);
    const errors = problemsOf(status);
    if (errors.length > 0) {
      const body = { api_call: 'test_status', errors, partner_test_id: '', partner_interview_id: test.order, candidate_email: '' };
      await ask('POST', `${ours.url}/response_error`, headers(), { body });
    } else if (status.partner_status === 'complete') {
      const result = { score: status.partner_score ?? null, url: status.partner_profile_url };
      if (JSON.stringify(test.told.at(-1)) !== JSON.stringify(result)) test.told.push(result);
    }
    return { status: 200 };
  });

  return {
    kind: 'greenhouse',
    settings: {},
    connect: ({ url, key }) => void (ours = { url, key }),
    async list() {
      const tests = await ask('GET', `${ours.url}/list_tests`, headers());
      return tests.map((each: any) => ({ id: each.partner_test_id, name: each.partner_test_name }));
    },
    async order(assessment, number) {
      const body = {
        partner_test_id: assessment,
        candidate: {
          ...personOf(number),
          preferred_name: null,
          resume_url: null,
          phone_number: null,
          greenhouse_profile_url: `https://app.greenhouse.io/people/${number}?application_id=1`,
        },
        sent_by: 'grace@example.com',
        url: `${server.url}/integrations/testing_partners/take_home_tests/${number}`,
      };
      const { partner_interview_id } = await ask('POST', `${ours.url}/send_test`, headers(), { body });
      if (!orders.has(String(number))) orders.set(String(number), { order: partner_interview_id, told: [] });
      return partner_interview_id;
    },
    candidateLink: async (order) => (await statusOf(order)).metadata['Link for the candidate'],
    status: async (order) => (await statusOf(order)).partner_status,
    result: (order) => entry(order)?.told.at(-1) ?? null,
    results: (order) => entry(order)?.told.length ?? 0,
    cancel: () => Promise.reject(new Error('Greenhouse has no word for it')),
    server,
  };
}

/** What Greenhouse documents of a status. */
function problemsOf(status: any): string[] {
  const primitives = Object.values(status.metadata ?? {}).every((each) => ['string', 'number', 'boolean'].includes(typeof each));
  return [
    ...(typeof status.partner_status === 'string' ? [] : ['partner_status is required']),
    ...(status.partner_status !== 'complete' || status.partner_profile_url ? [] : ['partner_profile_url is required']),
    ...(status.partner_score === undefined || typeof status.partner_score === 'number' ? [] : ['partner_score is a number']),
    ...(primitives ? [] : ['metadata holds primitives']),
  ];
}
