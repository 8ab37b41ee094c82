import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, openTab } from './support/browser.js';
import { serveHostPage } from './support/host-page.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A page as they are: its own Lit, its own Monaco with workers of its own, and a reset that takes every style from every element. */
const hostScript = `
  import { LitElement, html } from 'lit';
  customElements.define('host-card', class extends LitElement { render() { return html\`<p>The host’s own element</p>\`; } });
  self.MonacoEnvironment = { getWorker: () => { throw new Error('The host’s workers are not ours.'); }, createTrustedTypesPolicy: () => { throw new Error('Nor is its policy.'); } };
  self.monaco = { editor: 'the host’s' };
`;

test('two workspaces and a replay beside the host’s Lit, the host’s Monaco, a reset of all styles and a second copy of ourselves', async () => {
  const [first, second] = await Promise.all([product.invite('log-summary'), product.invite('log-summary')]);
  const [, recorded = ''] = /\/r\/(itv_[0-9a-z]+)/.exec(product.demo.replay_url) ?? [];
  const { script } = JSON.parse(await readFile('packages/sdk/dist/browser/embed/manifest.json', 'utf8')) as {
    script: { path: string; integrity: string };
  };
  const host = await serveHostPage(product, {
    files: { '/host.js': await bundle(hostScript) },
    body: `<style>* { all: unset } style, script { display: none }</style><host-card></host-card>
      <script type="module" src="/host.js"></script>
      <script src="ILM/embed/v1.js" async></script>
      <script src="ILM${script.path}" integrity="${script.integrity}" crossorigin="anonymous" async></script>
      ${[first.id, second.id].map((id) => `<div id="${id}" data-interviewlm data-interview="${id}" data-token-url="/token/${id}"></div>`).join('')}
      <div data-interviewlm data-view="replay" data-interview="${recorded}" data-token-url="/token/${recorded}/reviewer"></div>`,
  });
  const tab = await openTab(browser);
  const { page } = tab;
  await page.goto(host.url);

  for (const [index, { id }] of [first, second].entries()) {
    const place = page.locator(`#${id}`);
    await place.scrollIntoViewIfNeeded();
    await place.locator('interview-editor .view-line').first().waitFor();
    await place.locator('interview-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`const workspace = ${index};`);
    await place.locator('interview-editor').getByText('Saved', { exact: true }).waitFor();
    const { display, height } = await place.locator('interview-workspace').evaluate((element) => ({
      display: getComputedStyle(element).display,
      height: element.clientHeight,
    }));
    expect([display, height >= 360]).toEqual(['flex', true]);
  }
  expect(await page.locator(`#${first.id} interview-editor .view-lines`).textContent()).toContain('0;');
  expect(await page.locator('interview-workspace').count()).toBe(2);

  await page.locator('[data-view=replay]').scrollIntoViewIfNeeded();
  await page.locator('session-replay').getByRole('slider', { name: 'Moment' }).press('End');
  await page.locator('replay-code .view-line').first().waitFor();

  await page.locator('host-card').getByText('The host’s own element').waitFor();
  expect(await page.evaluate(() => (globalThis as unknown as { monaco: { editor: string } }).monaco.editor)).toBe('the host’s');
  expect(tab.errors).toEqual([]);
  await tab.close();
  await host.close();
});

test('a place that is added late is filled once it is near the screen, and a script that came too early has waited', async () => {
  const { id } = await product.invite('log-summary');
  const host = await serveHostPage(product, {
    body: `<script>(window.InterviewLM ||= []).push(({ baseUrl }) => (document.title = baseUrl));</script>
      <div style="height: 4000px"></div><script src="ILM/embed/v1.js" async></script>`,
  });
  const tab = await openTab(browser);
  const { page } = tab;
  await page.goto(host.url);
  await expect.poll(() => page.title()).toBe(`${product.baseUrl}/`);
  await page.evaluate((interview) => {
    const place = document.createElement('div');
    Object.assign(place.dataset, { interviewlm: '', interview, tokenUrl: `/token/${interview}` });
    document.body.append(place);
  }, id);
  const workspace = page.locator('interview-workspace');
  expect(tab.urls.filter((url) => /\/(workspace|monaco)-/.test(url))).toEqual([]);
  expect(await workspace.count()).toBe(0);
  await page.locator('[data-interviewlm]').evaluate((place) => place.scrollIntoView());
  await workspace.waitFor();
  expect(tab.errors).toEqual([]);
  await tab.close();
  await host.close();
});

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({ stdin: { contents, resolveDir: process.cwd() }, bundle: true, format: 'esm', write: false });
  return outputFiles[0]?.text ?? '';
}
