import { join } from 'node:path';
import type { LandingLink } from '../../api/pages/landing.js';
import type { Env } from '../../env.js';
import type { Backend } from '../../main.js';
import { atAddress, readDemoFile, writeDemoFile, type DemoFile } from './file.js';
import { withOpenLink } from './invite.js';
import { makeDemo } from './make.js';

export interface Demo extends DemoFile {
  /** An assessment that anyone may start, for the careers page; null when the tenant has closed them all. */
  readonly assessment: string | null;
  readonly links: readonly LandingLink[];
  /** What to print. */
  readonly summary: string;
}

/** The demo of this data folder, made when there is none. */
export async function openDemo(env: Env, backend: Backend): Promise<Demo> {
  const file = (await keptDemo(env, backend)) ?? (await makeDemo(env, backend, (text) => process.stdout.write(`${text}\n`)));
  const links = linksOf(file);
  const assessment = await openAssessment(backend, file.tenant);
  await writeDemoFile(env.dataDir, file);
  return { ...file, assessment, links, summary: summaryOf(env, links) };
}

/** Null also when the database is another one than the file was written for. */
async function keptDemo(env: Env, backend: Backend): Promise<DemoFile | null> {
  const file = await readDemoFile(env.dataDir);
  if (!file || !(await backend.services.keys.identify(file.secret_key))) return null;
  return withOpenLink({ ...atAddress(file, env.publicUrl), console_url: `${env.publicUrl}/console` }, env, backend);
}

async function openAssessment({ services }: Backend, tenant: string): Promise<string | null> {
  const { data } = await services.assessments.list({ tenant, mode: 'test' }, { limit: 1, access: 'open' });
  return data[0]?.id ?? null;
}

const linksOf = (demo: DemoFile): LandingLink[] => [
  { title: 'Take an interview', href: demo.candidate_url, text: 'The candidate’s page: files, tests, terminal and assistant.' },
  { title: 'Watch a replay', href: demo.replay_url, text: 'What a reviewer sees of an interview that was submitted.' },
  { title: 'The console', href: demo.console_url, text: 'A company’s own page. Sign in with the secret key that is in demo.json.' },
  { title: 'A careers page', href: demo.careers_url, text: 'One script tag on a page of a company’s own.' },
  { title: 'An applicant tracking system', href: demo.ats_host_url, text: 'Both elements inside someone else’s product.' },
];

function summaryOf(env: Env, links: readonly LandingLink[]): string {
  const width = Math.max(...links.map(({ title }) => title.length));
  const lines = [...links, { title: 'API reference', href: `${env.publicUrl}/docs` }].map(
    ({ title, href }) => `  ${title.padEnd(width)}  ${href}`,
  );
  return [
    'InterviewLM is ready:',
    '',
    `  ${'Start page'.padEnd(width)}  ${env.publicUrl}/`,
    ...lines,
    '',
    `  Keys and links: ${join(env.dataDir, 'demo.json')}`,
  ].join('\n');
}
