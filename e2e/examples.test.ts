import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { verifyRecord } from '../examples/rest-integrator/verify.mjs';
import { launch, openTab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import { serveExample } from './support/example.js';
import { exercise } from './support/exercise.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test.each(['vue-host', 'svelte-host'])(
  '%s: an interview is worked on, and its replay watched, in a page of that framework',
  async (name) => {
    const { id } = await product.invite('log-summary');
    const host = await serveExample(product, name);
    const tab = await openTab(browser);
    const { page } = tab;
    const candidate = new Candidate(tab);
    onTestFinished(async () => {
      await tab.close();
      await host.close();
    });
    await page.goto(`${host.url}?interview=${id}`);
    await candidate.editorReady();
    await page.getByRole('status').getByText('Ada Lovelace, good luck').waitFor();
    await candidate.replaceFile(`const by = '${name}';`);
    await candidate.saved();
    // What the page drew again meanwhile opened nothing a second time.
    expect(tab.urls.filter((url) => url.endsWith(`/api/interview/${id}/workspace`))).toHaveLength(1);

    await page.goto(`${host.url}?interview=${id}&view=replay`);
    await page.getByText('The recording is open').waitFor();
    await page.getByRole('slider', { name: 'Moment' }).press('End');
    await page.locator('replay-code').getByText(`const by = '${name}';`).waitFor();
    expect(tab.errors).toEqual([]);
  },
);

describe('the REST integrator', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'interviewlm-integrator-'));
  });
  afterAll(() => rm(out, { recursive: true }));

  const env = { ...process.env, INTERVIEWLM_URL: product.baseUrl, INTERVIEWLM_SECRET_KEY: product.demo.secret_key };
  const integrate = (...args: string[]) => spawn(process.execPath, ['examples/rest-integrator/integrate.mjs', ...args], { env });

  test('invites, waits until the candidate has handed in, and keeps a report and a record that is whole', async () => {
    const { data } = await product.api<{ data: { id: string; questions: { slug: string }[] }[] }>('GET', '/api/assessments?limit=100');
    const assessment = data.find(({ questions }) => questions[0]?.slug === 'log-summary');
    const script = integrate('Ada Lovelace', 'ada@example.com', '--assessment', assessment?.id ?? '', '--out', out, '--every', '0.2');
    const ended = new Promise((resolve) => script.once('exit', resolve));
    const lines: string[] = [];
    for await (const line of createInterface(script.stdout)) {
      lines.push(line);
      const [, id] = /\/i\/(itv_[0-9a-z]+)#/.exec(line) ?? [];
      if (id) await solve(id);
    }
    expect(await ended).toBe(0);
    const said = lines.join('\n');
    expect(said).toMatch(/^Ada Lovelace has \d+(\.\d+)? of \d+\.$/m);
    const [, folder = ''] = /^Kept in (.+)$/m.exec(said) ?? [];
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as { score: number };
    expect(report.score).toBeGreaterThan(0);
    const record = await readFile(join(folder, 'record.tar'));
    expect(verifyRecord(record).files).toHaveLength(4);
    const changed = Buffer.from(record);
    changed[2000] = (changed[2000] ?? 0) ^ 1;
    expect(() => verifyRecord(changed)).toThrow('not what was signed');
  });

  test('says what is missing, and what the server has against a request', async () => {
    const unsaid = integrate('Ada Lovelace');
    expect(await new Promise((resolve) => unsaid.once('exit', resolve))).toBe(2);
    const wrong = integrate('Ada Lovelace', 'no address');
    let words = '';
    wrong.stderr.on('data', (text: Buffer) => (words += text.toString()));
    expect(await new Promise((resolve) => wrong.once('close', resolve))).toBe(1);
    expect(words).toMatch(/POST \/api\/interview: .+ \(request [0-9a-z-]+\)/);
  });
});

/** The candidate's side, by the API. */
async function solve(id: string): Promise<void> {
  const { reference } = await exercise('javascript-services', 'log-summary');
  for (const { path, content } of reference) await product.api('PUT', `/api/interview/${id}/files/${path}`, { content });
  await product.api('POST', `/api/interview/${id}/submit`);
}
