import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launch, openTab, type Tab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import { hostileTexts } from './support/hostile.js';
import { hostileInterview } from './support/hostile-interview.js';
import { documentedPolicies, serveHostPage } from './support/host-page.js';
import { sharedProduct } from './support/shared-product.js';
import { watchHarm, type Harm } from './support/harm.js';

const product = sharedProduct();
let browser: Browser;
let interview: Awaited<ReturnType<typeof hostileInterview>>;
let policies: readonly string[];

beforeAll(async () => {
  [browser, interview, policies] = await Promise.all([launch(), hostileInterview(product), documentedPolicies()]);
});
afterAll(() => browser.close());

test('the corpus bites where a page is careless', async () => {
  expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(60);
  const tab = await openTab(browser);
  const harm = await watchHarm(tab, product.baseUrl);
  const careless = hostileTexts.map((text) => `<div>${text}</div>`).filter((text) => !/<(base|meta|style|link|body)/.test(text));
  const host = await serveHostPage(product, { body: `<div id="place"></div>` });
  await tab.page.goto(host.url);
  await tab.page.locator('#place').evaluate((place, all) => {
    for (const text of all) place.appendChild(document.createElement('div')).innerHTML = text;
  }, careless);
  await expect.poll(async () => (await harm()).hits).toBeGreaterThan(10);
  expect((await harm()).requests.length).toBeGreaterThan(0);
  await tab.close();
  await host.close();
});

describe.each([
  ['a page without a policy', false],
  ['a page that asks for Trusted Types', true],
])('%s', (_name, isStrict) => {
  const open = async (view: 'workspace' | 'replay'): Promise<{ tab: Tab; harm: () => Promise<Harm> }> => {
    const role = view === 'replay' ? '/reviewer' : '';
    const host = await serveHostPage(product, {
      ...(isStrict ? { policy: `${policies[0]}; ${policies[3]}` } : {}),
      body: `<script src="ILM/embed/v1.js" data-interview="${interview.id}" data-view="${view}" data-token-url="/token/${interview.id}${role}" async></script>`,
    });
    const tab = await openTab(browser);
    const harm = await watchHarm(tab, product.baseUrl);
    onTestFinished(async () => {
      await tab.close();
      await host.close();
    });
    await tab.page.goto(host.url);
    return { tab, harm };
  };

  test('in the workspace every text is only text', async () => {
    const { tab, harm } = await open('workspace');
    const { page } = tab;
    const mallory = new Candidate(tab);
    await mallory.editorReady();
    expect(interview.files).toBeGreaterThan(60);
    await expect.poll(() => page.locator('interview-file-tree [role=treeitem]').count()).toBeGreaterThan(60);
    await page.locator('interview-file-tree').getByRole('treeitem', { name: 'hostile.txt' }).click();
    await page.locator('interview-editor').getByRole('tab', { name: 'hostile.txt' }).waitFor();
    await mallory.runTests();
    expect(await mallory.testCounts()).toEqual([0, new Set(hostileTexts.map((text) => text.replaceAll('\0', ''))).size + 1]);
    await page.locator('interview-tests').getByText('<img src=x onerror=__ilmHit()>', { exact: true }).first().waitFor();
    await mallory.openPanel('Terminal');
    await mallory.command('cat hostile.txt; echo shown-$((20+3))', /shown-23/);
    expect.soft(await strangers(page)).toEqual([]);
    expect(await harm()).toEqual({ hits: 0, dialogs: 0, violations: [], requests: [], navigations: 1 });
  });

  test('in the replay every text is only text', async () => {
    const { tab, harm } = await open('replay');
    const { page } = tab;
    await page.getByRole('slider', { name: 'Moment' }).press('End');
    for (const panel of ['Assistant', 'Tests', 'Question', 'Comments', 'Find', 'Transcript']) {
      await page.locator('session-replay').getByRole('tab', { name: panel }).click();
      await page.locator(`session-replay [role=tabpanel] > *`).first().waitFor();
    }
    await page.locator('session-replay').getByRole('tab', { name: 'Comments' }).click();
    await page.locator('replay-comments').getByText('<script>__ilmHit()</script>').first().waitFor();
    expect.soft(await strangers(page)).toEqual([]);
    expect(await harm()).toEqual({ hits: 0, dialogs: 0, violations: [], requests: [], navigations: 1 });
  });
});

/** Elements, handlers and addresses that no element of ours has. */
function strangers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const everything = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    const inside = everything(document).filter((element) => element.getRootNode() instanceof ShadowRoot);
    const forbidden = 'script, iframe, object, embed, base, meta, link, math, foreignObject, animate, set, use, marquee, video, audio, img';
    return inside.flatMap((element) => {
      const handlers = element.getAttributeNames().filter((name) => /^on|^srcdoc$|^formaction$/i.test(name));
      const address = element.getAttribute('href') ?? element.getAttribute('xlink:href');
      const isSafe = address === null || /^(https?:|mailto:|#|blob:)/.test(address);
      return element.matches(forbidden) || handlers.length > 0 || !isSafe ? [element.outerHTML.slice(0, 200)] : [];
    });
  });
}
