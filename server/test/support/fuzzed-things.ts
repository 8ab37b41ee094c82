import type { TestApi } from './api.js';
import { Caller } from './caller.js';

/** One of everything that a path can name, of Acme's in test mode; by the name of the parameter. */
export async function fuzzedThings({ acme, url }: TestApi): Promise<Record<string, string>> {
  const { secret } = acme;
  const interview = await acme.createInterview();
  const endpoint = await secret.made('/api/webhook-endpoints', { url: 'https://192.0.2.1/hook' });
  const delivery = await secret.made(`/api/webhook-endpoints/${endpoint.id}/test`);
  const integration = await secret.made('/api/integrations', { kind: 'greenhouse', name: 'Greenhouse' });
  const ats = new Caller(url, { authorization: `Basic ${Buffer.from(`${integration.key}:`).toString('base64')}` });
  const order = await ats.made('/ats/greenhouse/send_test', {
    partner_test_id: acme.assessment,
    candidate: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' },
    url: 'https://app.greenhouse.io/integrations/testing_partners/take_home_tests/1',
  });
  const comment = await secret.made(`/api/interview/${interview.id}/comments`, { author: 'Grace', text: 'Why?', t_ms: 0 });
  const links = (await secret.get(`/api/interview/${interview.id}/links`)).body.data;
  await interview.candidate.post(`/api/interview/${interview.id}/chat`, { message: 'Hello' });
  const { messages } = (await secret.get(`/api/interview/${interview.id}/chat`)).body;
  return {
    interview: interview.id,
    assessment: acme.assessment,
    key: (await secret.made('/api/keys', { name: 'Spare' })).id,
    member: (await secret.made('/api/members', { email: 'grace@example.com', role: 'viewer' })).id,
    endpoint: endpoint.id,
    delivery: delivery.id,
    integration: integration.id,
    order: order.partner_interview_id,
    comment: comment.id,
    link: links[0].id,
    message: messages[0].id,
    mail: (await secret.made(`/api/interview/${(await acme.createInterview()).id}/invitation`, {})).id,
    path: 'sum.js',
    first_seq: '1',
  };
}
