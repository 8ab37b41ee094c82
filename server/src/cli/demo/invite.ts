import type { Interview } from '@interviewlm/protocol';
import type { Env } from '../../env.js';
import type { Backend } from '../../main.js';
import { DemoApi } from './api.js';
import type { DemoFile } from './file.js';

export const demoApi = (env: Env, credential: string): DemoApi =>
  new DemoApi(`http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}`, credential);

/** An interview that waits for its candidate. */
export const invite = (api: DemoApi, assessment: string): Promise<Interview> =>
  api.post('/api/interview', { assessment, candidate: { name: 'Ada Lovelace', email: 'ada@example.com' } });

/** The same demo with a link that can be opened: an interview that is over gives way to a new one. */
export async function withOpenLink(demo: DemoFile, env: Env, { services }: Backend): Promise<DemoFile> {
  const interview = /\/i\/(itv_\w+)/.exec(demo.candidate_url)?.[1];
  if (!interview) return demo;
  const at = { tenant: demo.tenant, mode: 'test', interview } as const;
  await services.sessions.admit(at, false);
  const { status, assessment_id } = await services.sessions.get(at);
  if (open.includes(status)) return demo;
  const { links } = await invite(demoApi(env, demo.secret_key), assessment_id);
  return { ...demo, candidate_url: links?.candidate ?? demo.candidate_url };
}

const open: readonly Interview['status'][] = ['created', 'started', 'paused'];
