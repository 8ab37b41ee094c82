import { fileURLToPath } from 'node:url';
import type { Assessment, Interview, SessionToken } from '@interviewlm/protocol';
import { withTenant } from '../../db/tenant-tx.js';
import type { Env } from '../../env.js';
import type { Backend } from '../../main.js';
import { keepImport } from '../../services/assessments/keep.js';
import { importDirectory } from '../../services/questions/import.js';
import type { Scope } from '../../services/scope.js';
import { DemoApi } from './api.js';
import { DemoCandidate } from './candidate.js';
import type { DemoFile } from './file.js';
import { demoApi, invite } from './invite.js';
import { story, storyQuestion } from './story.js';

const bundled = fileURLToPath(new URL('../../../assessments/', import.meta.url));

/** Where `examples/ats-host` is when it runs as a server of its own. */
const atsByItself = 'http://127.0.0.1:4000';

/** A tenant with test keys, the bundled assessments, one interview that was taken and one that waits. Tells how it goes. */
export async function makeDemo(env: Env, backend: Backend, tell: (text: string) => void): Promise<DemoFile> {
  const { tenants, keys } = backend.services;
  const { origin, port } = new URL(env.publicUrl);
  const tenant = await tenants.create('Demo', [...new Set([origin, `http://localhost:${port || env.port}`, atsByItself])]);
  const scope: Scope = { tenant: tenant.id, mode: 'test' };
  const secret = await keys.create(scope, { kind: 'secret', name: 'Demo server' });
  const publishable = await keys.create(scope, { kind: 'publishable', name: 'Demo pages' });
  const assessment = await importBundled(backend, scope, tell);

  const api = demoApi(env, secret.key);
  tell('Playing an interview …');
  const taken = await api.post<Interview>('/api/interview', {
    assessment,
    candidate: { name: 'Grace Hopper', email: 'grace@example.com' },
  });
  await playStory(backend, scope, api, taken.id);
  const waiting = await invite(api, assessment);
  return {
    base_url: env.publicUrl,
    tenant: tenant.id,
    secret_key: secret.key,
    publishable_key: publishable.key,
    candidate_url: waiting.links?.candidate ?? '',
    replay_url: taken.links?.replay ?? '',
    ats_host_url: `${env.publicUrl}/examples/ats-host/`,
    careers_url: `${env.publicUrl}/examples/careers-page`,
    docs_url: `${env.publicUrl}/docs`,
    console_url: `${env.publicUrl}/console`,
  };
}

async function importBundled(backend: Backend, scope: Scope, tell: (text: string) => void): Promise<string> {
  tell('Proving the bundled exercises …');
  const found = await importDirectory({ dir: bundled, sandboxes: backend.sandboxFor(scope.mode) });
  for (const { slug, reason } of found.rejected) tell(`  left out ${slug}: ${reason}`);
  const { assessments } = await keepImport(backend.knex, backend.services.assessments, scope, found);
  const told = assessments.find((each: Assessment) => each.questions[0]?.slug === storyQuestion);
  if (!told) throw new Error(`The bundled assessment that begins with ${storyQuestion} could not be imported`);
  return told.id;
}

async function playStory(backend: Backend, scope: Scope, api: DemoApi, interview: string): Promise<void> {
  const { token } = await api.post<SessionToken>(`/api/interview/${interview}/tokens`, { role: 'candidate' });
  const passTime = (ms: number) =>
    withTenant(backend.knex, scope.tenant, async ({ sql }) => {
      await sql('interviews').where({ id: interview }).increment('elapsed_ms', Math.round(ms));
    });
  const candidate = new DemoCandidate(new DemoApi(api.baseUrl, token), interview, passTime);
  for (const act of story) await candidate.play(act);
  await candidate.submit();
}
