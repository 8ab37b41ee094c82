import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { interviewlm } from './cli.js';
import { hostileTexts, packed, storable } from './hostile.js';
import type { Invitation } from './integrator.js';
import type { Product } from './product.js';

const whole = storable.join('\n\n');
const spec = (names: readonly string[]) => `import { expect, test } from '@jest/globals';
import { echo } from './echo.js';

for (const name of ${JSON.stringify(names)}) test(name, () => expect(echo(name)).toBe(name));
`;

/** A question in which everything that its author writes is hostile: title, instructions, names of tests, starter. */
const question: Readonly<Record<string, string>> = {
  'question.json': JSON.stringify({ title: packed(storable, 200)[0], runtime: 'javascript', difficulty: 1 }),
  'instructions.md': whole,
  // Fails with the text that was asked for, and prints all of them.
  'starter/echo.js': `console.log(${JSON.stringify(whole)});\nexport const echo = (name) => { throw new Error(name); };\n`,
  'reference/echo.js': 'export const echo = (name) => name;\n',
  // The first name has them all: the assistant cites it.
  'tests/visible/echo.spec.js': spec([whole.replaceAll('\n', ' '), ...new Set(storable)]),
  'tests/hidden/more.spec.js': spec(['more']),
};

/** An interview that holds the corpus in every text that the API takes: its candidate, files, conversation and comments too. */
export async function hostileInterview(product: Product): Promise<Invitation & { readonly files: number }> {
  const assessment = await importQuestion(product);
  const [name = ''] = packed(storable, 200).slice(1);
  const created = await product.api<Invitation>('POST', '/api/interview', {
    assessment,
    candidate: { name, email: 'mallory@example.com' },
  });
  const path = `/api/interview/${created.id}`;
  await product.api('PUT', `${path}/files/hostile.txt`, { content: hostileTexts.join('\r\n') });
  const files = await nameFiles(product, path);
  await product.api('POST', `${path}/run-tests`, {});
  for (const message of packed(storable, 3500)) await ask(product, path, message);
  await ask(product, path, 'Why does the first test fail?');
  await Promise.all(storable.map((text) => product.api('POST', `${path}/comments`, { t_ms: 0, author: text.slice(0, 100), text })));
  return { ...created, files };
}

async function importQuestion({ dataDir, demo }: Product): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-hostile-'));
  const all = Object.entries(question).map(([path, content]) => [`echo/${path}`, content] as const);
  const set = JSON.stringify({ title: packed(storable, 200)[2], description: packed(storable, 4000)[0], questions: ['echo'] });
  for (const [path, content] of [...all, ['assessment.json', set] as const]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  try {
    const found = await interviewlm<{ assessments: { id: string }[]; rejected: object[] }>(
      dataDir,
      ...['assessments', 'import', folder, '--tenant', demo.tenant, '--json'],
    );
    if (!found.assessments[0]) throw new Error(`The hostile question was not taken: ${JSON.stringify(found.rejected)}`);
    return found.assessments[0].id;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Files called by the corpus, as far as a path may hold it; how many there are. */
async function nameFiles(product: Product, path: string): Promise<number> {
  const answers = await Promise.allSettled(
    storable.map(async (content, at) => {
      // No control characters, no empty steps, and no longer than disks allow.
      const name = content
        .replace(/[\u0000-\u001f\u007f]/g, '')
        .replace(/\/+/g, '/')
        .slice(0, 100);
      const encoded = `${at}-${name}`.split('/').map(encodeURIComponent).join('/');
      await product.api('PUT', `${path}/files/${encoded}`, { content });
    }),
  );
  return answers.filter(({ status }) => status === 'fulfilled').length;
}

async function ask({ baseUrl, demo }: Product, path: string, message: string): Promise<void> {
  const answer = await fetch(`${baseUrl}${path}/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${demo.secret_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  });
  const text = await answer.text();
  if (!text.includes('event: done')) throw new Error(`The assistant did not answer: ${text.slice(0, 500)}`);
}
