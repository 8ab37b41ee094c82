import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../server/test/support/api.js';
import { later, stateOf } from '../server/test/support/archived.js';
import { startS3, type S3Server } from '../server/test/vendors/s3/server.js';
import { credential } from '../server/test/vendors/s3/signature.js';
import { launch, openTab } from './support/browser.js';
import { linesOf } from './support/candidate.js';

const solution = 'export const sum = (a, b) => a + b; // archived';
const patient = { timeout: 60_000 };
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** An interview that is only in the archive any more. */
async function archived({ acme, backend: { knex, services } }: TestApi): Promise<{ id: string; replay: string }> {
  const { id, candidate, links } = await acme.createInterview();
  await candidate.put(`/api/interview/${id}/files/sum.js`, { content: solution });
  await candidate.made(`/api/interview/${id}/submit`);
  const at = { tenant: acme.id, mode: 'test', interview: id } as const;
  const days = async () => {
    await later(knex, at, 8);
    await services.archiving.workDue();
    return stateOf(knex, at);
  };
  await expect.poll(days, patient).toBe('cold');
  return { id, replay: links.replay };
}

/** Opens the replay and goes to its end, where the code is what was handed in. */
async function replayed(link: string) {
  const tab = await openTab(browser);
  await tab.page.goto(link);
  await tab.page.getByRole('slider', { name: 'Moment' }).press('End');
  await expect.poll(() => linesOf(tab.page.locator('replay-code .view-line')), patient).toContain('// archived');
  await tab.close();
  return tab;
}

describe('a replay of what is only in an S3 bucket', () => {
  let s3: S3Server;
  let api: TestApi;
  beforeAll(async () => {
    s3 = await startS3();
    const account = {
      AWS_ACCESS_KEY_ID: credential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    api = await startTestApi({ AWS_S3_BUCKET: s3.bucket, AWS_ENDPOINT_URL_S3: s3.endpoint, ...account }, { pages: true });
  });
  afterAll(async () => {
    await api.close();
    await s3.close();
  });

  test('is read from its links, by a page of an origin that the bucket lets read', async () => {
    const { replay } = await archived(api);
    s3.proxy.readersOrigin = api.url;
    const { urls, errors } = await replayed(replay);
    expect(urls.filter((url) => url.startsWith(s3.endpoint)).length).toBeGreaterThan(0);
    expect(urls.filter((url) => url.includes('/replay/segments/'))).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('is read by the server where the bucket lets no page read', async () => {
    const { replay } = await archived(api);
    s3.proxy.readersOrigin = null;
    const { urls, errors } = await replayed(replay);
    expect(urls.filter((url) => url.includes('/replay/segments/')).length).toBeGreaterThan(0);
    expect(errors.every((error) => error.includes(s3.endpoint))).toBe(true);
  });
});

test('a replay of what is only on the disk of the server is read from its links, also by a page of another origin', async () => {
  const api = await startTestApi({}, { pages: true });
  try {
    const { id, replay } = await archived(api);
    const { urls, errors } = await replayed(replay);
    const [link = ''] = urls.filter((url) => url.includes('/archive/'));
    expect(errors).toEqual([]);
    const elsewhere = await openTab(browser);
    const answer = await elsewhere.page.evaluate(async (url) => {
      const read = await fetch(url);
      // Stored as gzip: the browser unpacks it by itself.
      return { status: read.status, type: read.headers.get('content-type'), holds: typeof (await read.json()) };
    }, link);
    expect(link).toContain(id);
    expect(answer).toEqual({ status: 200, type: 'application/json', holds: 'object' });
    await elsewhere.close();
  } finally {
    await api.close();
  }
});
