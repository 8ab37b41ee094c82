import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './support/axe.js';
import { launch, openTab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import { sharedProduct } from './support/shared-product.js';

const schemes = ['light', 'dark'] as const;
const narrow = { width: 360, height: 740 };

const product = sharedProduct();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(schemes)('axe finds nothing (%s)', (colorScheme) => {
  test('on the start page', () => check('/', 'InterviewLM'));
  test('on a link that is not complete', () => check('/i/itv_01arz3ndektsv4rrffq69g5fav', 'This link is not complete'));
  test('on a link that is no longer good', () => check('/i/itv_01arz3ndektsv4rrffq69g5fav#ilm_inv_x', 'This link is no longer good'));

  test('on the start screen and in the workspace', async () => {
    const tab = await openTab(browser, { colorScheme });
    const { links } = await product.invite('log-summary');
    const candidate = new Candidate(tab);
    await tab.page.goto(links.candidate);
    await tab.page.getByRole('button', { name: 'Begin' }).waitFor();
    expect(await violations(tab.page)).toEqual([]);
    await candidate.begin(links.candidate);
    expect(await violations(tab.page)).toEqual([]);
    await candidate.runTests();
    await candidate.testCounts();
    expect(await violations(tab.page)).toEqual([]);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });

  test('in the replay', async () => {
    const tab = await openTab(browser, { colorScheme });
    await tab.page.goto(product.demo.replay_url);
    await tab.page.getByRole('slider', { name: 'Moment' }).press('5');
    await tab.page.locator('replay-code .view-line').first().waitFor();
    expect(await violations(tab.page)).toEqual([]);
    await tab.close();
  });

  test('on the careers page and in the ATS', async () => {
    await check('/examples/careers-page/', 'Apply with an hour of code');
    await check('/examples/ats-host/', 'Candidates');
  });

  async function check(path: string, heading: string): Promise<void> {
    for (const viewport of [{ width: 1280, height: 800 }, narrow]) {
      const tab = await openTab(browser, { colorScheme, viewport });
      await tab.page.goto(product.baseUrl + path);
      await tab.page.getByRole('heading', { name: heading }).waitFor();
      expect(await violations(tab.page)).toEqual([]);
      expect(await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await tab.close();
    }
  }
});
