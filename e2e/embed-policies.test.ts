import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openTab } from './support/browser.js';
import { documentedPolicies, serveHostPage } from './support/host-page.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
let browser: Browser;
let policies: readonly string[];
let assessment: string;

beforeAll(async () => {
  [browser, policies, assessment] = await Promise.all([launch(), documentedPolicies(), openAssessment()]);
});
afterAll(() => browser.close());

/** The rows of `docs/EMBEDDING.md`, each with and without Trusted Types. */
const modes = [
  { name: 'web component', policy: 0, tag: '' },
  { name: 'web component by nonce', policy: 1, tag: 'nonce="NONCE"' },
  { name: 'frame', policy: 2, tag: 'data-mode="iframe"' },
];

describe('a page with exactly the documented policy', () => {
  test.each(modes)('$name: work in the editor, the language service and the terminal', async ({ policy, tag }) => {
    const { id } = await product.invite('log-summary');
    const rule = `${policies[policy]}; ${policies[3]}`;
    const host = await serveHostPage(product, {
      policy: rule,
      body: `<script src="ILM/embed/v1.js" ${tag} data-interview="${id}" data-token-url="/token/${id}" async></script>`,
    });
    const tab = await openTab(browser);
    const { page } = tab;
    await page.addInitScript(listen);
    await page.goto(host.url);
    const inside = await insideOf(page, tag.includes('iframe'));
    await inside.locator('interview-editor .view-line').first().waitFor();
    await inside.locator('interview-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('const wrong: = ;');
    // Only the worker finds this, which the policy must let start.
    await inside.locator('interview-editor .squiggly-error').first().waitFor();
    await inside.locator('interview-editor').getByText('Saved', { exact: true }).waitFor();
    await inside.getByRole('tab', { name: /^Terminal/ }).click();
    await inside.locator('interview-terminal .xterm-rows').filter({ hasText: '$' }).waitFor();

    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(heard).toContain('interview-ready true');
    expect(heard).toContain('interview-saved true');
    expect(tab.errors).toEqual([]);
    expect(await strangers(page)).toEqual(['InterviewLM']);
    await tab.close();
    await host.close();
  });

  test('a frame is as high as its content, and shows where the focus is', async () => {
    const host = await serveHostPage(product, { body: applyInFrame() });
    const tab = await openTab(browser);
    await tab.page.goto(host.url);
    const frame = tab.page.frameLocator('iframe');
    await frame.getByRole('textbox', { name: 'Your name' }).click();
    await expect.poll(() => tab.page.locator('[data-interviewlm][data-focused]').count()).toBe(1);
    const shown = await frame.locator('interview-apply').evaluate((element) => element.getBoundingClientRect().height);
    expect(await tab.page.locator('iframe').evaluate((element) => element.getBoundingClientRect().height)).toBe(Math.ceil(shown));
    await tab.close();
    await host.close();
  });

  test('a page that isn’t on the tenant’s list can frame nothing with its key', async () => {
    const host = await serveHostPage(product, { body: applyInFrame(), port: 4001 });
    const tab = await openTab(browser);
    await tab.page.goto(host.url);
    await expect.poll(() => tab.errors.join()).toContain('frame-ancestors');
    expect(await tab.page.frameLocator('iframe').locator('interview-apply').count()).toBe(0);
    await tab.close();
    await host.close();
  });
});

describe('messages', () => {
  test('a frame obeys only the window around it, and the page only the frame', async () => {
    const host = await serveHostPage(product, { body: applyInFrame() });
    const tab = await openTab(browser);
    const { page } = tab;
    await page.addInitScript(listen);
    await page.goto(host.url);
    await page.frameLocator('iframe').getByRole('textbox', { name: 'Your name' }).waitFor();
    // From the page itself and from another frame: neither is our frame.
    await page.evaluate(async () => {
      const forged = { type: 'interviewlm:event', name: 'interview-submit', fields: {} };
      postMessage(forged, '*');
      const other = document.createElement('iframe');
      document.body.append(other);
      const script = document.createElement('script');
      script.textContent = `parent.postMessage(${JSON.stringify(forged)}, '*');
        parent.frames[0].postMessage({ type: 'interviewlm:open', settings: { assessment: 'asm_x' }, viewport: 1 }, '*');`;
      other.contentDocument?.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([]);
    expect(await page.frameLocator('iframe').locator('interview-apply').count()).toBe(1);
    await tab.close();
    await host.close();
  });
});

const applyInFrame = () =>
  `<script src="ILM/embed/v1.js" data-mode="iframe" data-key="${product.demo.publishable_key}" data-assessment="${assessment}" async></script>`;

async function openAssessment(): Promise<string> {
  const { data } = await product.api<{ data: { id: string; access: string }[] }>('GET', '/api/assessments?limit=100');
  const open = data.find(({ access }) => access === 'open');
  if (!open) throw new Error('The demo has no open assessment.');
  return open.id;
}

async function insideOf(page: Page, isFramed: boolean): Promise<Page | Frame> {
  if (!isFramed) return page;
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('The place has no frame.');
  return frame;
}

/** Runs in the page: which of our events came out, and whether each had its fields. */
function listen(): void {
  const heard: string[] = [];
  Object.assign(globalThis, { heard });
  for (const [name, field] of [
    ['interview-ready', 'interview'],
    ['interview-saved', 'version'],
    ['interview-submit', 'receipt'],
  ] as const)
    document.addEventListener(name, (event) => heard.push(`${name} ${field in event}`));
}

/** Globals that an empty page doesn't have. */
async function strangers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const empty = document.createElement('iframe');
    document.body.append(empty);
    const known = new Set([...Object.getOwnPropertyNames(empty.contentWindow ?? {}), 'heard', '0']);
    empty.remove();
    return Object.getOwnPropertyNames(globalThis).filter((name) => !known.has(name) && !/^__playwright|^__pw/.test(name));
  });
}
