import { createServer, type RequestListener } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAtsHost } from '../examples/ats-host/server.mjs';
import { launch, openTab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import { listen, listedPort } from './support/listen.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('the careers page', () => {
  test('a visitor starts an interview in the page by name and e-mail, and continues it after a reload', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    const visitor = new Candidate(tab);
    await page.goto(product.demo.careers_url);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Noor Haddad');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('noor@example.com');
    await page.getByRole('button', { name: 'Start the interview' }).click();
    await visitor.editorReady();
    await visitor.replaceFile('const here = true;');
    await visitor.saved();
    await page.reload();
    await page.getByRole('heading', { name: 'Apply with an hour of code' }).scrollIntoViewIfNeeded();
    await visitor.editorReady();
    await expect.poll(() => visitor.shownCode(), { timeout: 60_000 }).toBe('const here = true;');

    const { data } = await product.api<{ data: { candidate: { email: string }; status: string }[] }>(
      'GET',
      '/api/interview?candidate_email=noor@example.com',
    );
    expect(data.map(({ status }) => status)).toEqual(['started']);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });

  test('what is wrong with the form is said at the field, and nothing is created', async () => {
    const tab = await openTab(browser);
    const { page } = tab;
    await page.goto(product.demo.careers_url);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Nobody');
    const email = page.getByRole('textbox', { name: 'E-mail address' });
    await email.fill('not an address');
    await page.getByRole('button', { name: 'Start the interview' }).click();
    await page.getByRole('alert').waitFor();
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    const { data } = await product.api<{ data: { candidate: { name: string } }[] }>('GET', '/api/interview?limit=100');
    expect(data.map(({ candidate }) => candidate.name)).not.toContain('Nobody');
    await tab.close();
  });

  test('a page of an origin that isn’t on the list is told so, and starts nothing', async () => {
    const tag = `<script src="${product.baseUrl}/embed/v1.js" data-key="${product.demo.publishable_key}" data-assessment="${await openAssessment()}"></script>`;
    const { url, close } = await serve((_req, res) => res.setHeader('Content-Type', 'text/html').end(`<!doctype html><body>${tag}`));
    const tab = await openTab(browser);
    await tab.page.goto(url);
    await tab.page.locator('interview-apply').getByRole('alert').waitFor();
    expect(await tab.page.locator('interview-apply').getByRole('textbox').count()).toBe(0);
    await tab.close();
    await close();
  });
});

describe('the ATS', () => {
  /** As `npm start` serves it, and by itself on an origin of its own. */
  test.each(['mounted', 'apart'])(
    '%s: a candidate is invited, works in the embedded workspace, and is watched in the embedded replay',
    async (how) => {
      const apart = how === 'apart' ? await serve(atsHost(), listedPort()) : null;
      const tab = await openTab(browser);
      const { page } = tab;
      const candidate = new Candidate(tab);
      const name = `Kim ${how}`;

      await page.goto(apart?.url ?? product.demo.ats_host_url);
      await page.getByRole('button', { name: 'Invite to an interview' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill(name);
      await page.getByRole('textbox', { name: 'E-mail address' }).fill(`kim-${how}@example.com`);
      await page.getByRole('combobox', { name: 'Interview' }).selectOption({ label: 'JavaScript: logs and limits' });
      await page.getByRole('button', { name: 'Send the invitation' }).click();

      await page.getByRole('link', { name, exact: true }).click();
      await candidate.editorReady();
      await candidate.replaceFile('const embedded = 1;');
      await candidate.saved();

      await page.getByRole('link', { name: 'Reviewer’s replay' }).click();
      await page.getByRole('slider', { name: 'Moment' }).press('End');
      await page.locator('replay-code').getByText('const embedded = 1;').waitFor();
      expect(tab.errors).toEqual([]);
      expect(tab.urls.filter((url) => url.includes('ilm_sk_'))).toEqual([]);
      await tab.close();
      await apart?.close();
    },
  );

  test('the page of another site can’t invite in a visitor’s name', async () => {
    const answer = await fetch(`${product.demo.ats_host_url}interviews`, {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'cross-site' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });

  test.each(['%00', '../server.mjs', '%2e%2e/package.json', 'interviews/itv_x/tokens/owner'])('%s is no page of it', async (path) => {
    expect((await fetch(`${product.demo.ats_host_url}${path}`)).status).toBe(404);
  });
});

/** The ATS as a server of its own would run it. */
function atsHost(): RequestListener {
  const handle = createAtsHost({ baseUrl: product.baseUrl, secretKey: product.demo.secret_key });
  return (req, res) => void handle(req, res);
}

async function openAssessment(): Promise<string> {
  const { data } = await product.api<{ data: { id: string; access: string }[] }>('GET', '/api/assessments?limit=100');
  const open = data.find(({ access }) => access === 'open');
  if (!open) throw new Error('The demo has no open assessment.');
  return open.id;
}

async function serve(listener: RequestListener, port = 0): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  return {
    url: `http://127.0.0.1:${await listen(server, port)}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
