import type { TestApi } from './api.js';

/** One of everything that a path can name, of Acme's in test mode; by the name of the parameter. */
export async function fuzzedThings({ acme }: TestApi): Promise<Record<string, string>> {
  const { secret } = acme;
  const interview = await acme.createInterview();
  const endpoint = await secret.made('/api/webhook-endpoints', { url: 'https://192.0.2.1/hook' });
  const delivery = await secret.made(`/api/webhook-endpoints/${endpoint.id}/test`);
  const comment = await secret.made(`/api/interview/${interview.id}/comments`, { author: 'Grace', text: 'Why?', t_ms: 0 });
  const links = (await secret.get(`/api/interview/${interview.id}/links`)).body.data;
  await interview.candidate.post(`/api/interview/${interview.id}/chat`, { message: 'Hello' });
  const { messages } = (await secret.get(`/api/interview/${interview.id}/chat`)).body;
  return {
    interview: interview.id,
    assessment: acme.assessment,
    key: (await secret.made('/api/keys', { name: 'Spare' })).id,
    endpoint: endpoint.id,
    delivery: delivery.id,
    comment: comment.id,
    link: links[0].id,
    message: messages[0].id,
    path: 'sum.js',
    first_seq: '1',
  };
}
