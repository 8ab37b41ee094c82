import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './support/axe.js';
import { launch, openTab, type Tab } from './support/browser.js';
import { sharedProduct } from './support/shared-product.js';

const product = sharedProduct();
const taken = /itv_\w+/.exec(product.demo.replay_url)?.[0] ?? '';
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function signIn(tab: Tab, key = product.demo.secret_key, path = '/console'): Promise<void> {
  await tab.page.goto(product.baseUrl + path);
  await tab.page.getByLabel('Secret key').fill(key);
  await tab.page.getByRole('button', { name: 'Sign in' }).click();
  await tab.page.getByRole('button', { name: 'Sign out' }).waitFor();
}

test('a company without an ATS invites, reads the report and watches the replay', async () => {
  const tab = await openTab(browser);
  const { page } = tab;
  await signIn(tab);
  await page.getByText('Test world').waitFor();

  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mary Shelley');
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('mary@example.com');
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.getByRole('textbox', { name: 'The candidate’s link' }).textContent();
  expect(link).toMatch(/\/i\/itv_\w+#ilm_inv_/);
  await page.getByRole('button', { name: 'Done' }).click();

  const search = page.getByLabel('Name or e-mail');
  await search.fill('SHELL');
  await search.press('Enter');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.getByRole('link', { name: 'Mary Shelley' }).click();
  await page.getByRole('heading', { level: 1, name: 'Mary Shelley' }).waitFor();
  expect(await page.evaluate(() => document.title)).toContain('Mary Shelley');
  await page.getByRole('row', { name: 'The candidate' }).getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('Withdrawn. Whoever').waitFor();
  const candidate = await openTab(browser);
  await candidate.page.goto(link ?? '');
  await candidate.page.getByRole('heading', { name: 'This link is no longer good' }).waitFor();
  await candidate.close();

  await page.getByRole('link', { name: 'All interviews' }).click();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('link', { name: 'Grace Hopper' }).first().click();
  await page.getByRole('region', { name: 'Scores' }).getByRole('rowheader', { name: 'Correctness' }).waitFor();
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Report as PDF' }).click()]);
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
  await page.getByRole('link', { name: 'Replay' }).click();
  await page.getByRole('slider', { name: 'Moment' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/console/interviews/${taken}/replay`);

  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);
  expect(tab.errors).toEqual([]);
  await tab.close();
});

test.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (colorScheme) => {
  const tab = await openTab(browser, { colorScheme });
  const { page } = tab;
  await page.goto(`${product.baseUrl}/console`);
  await page.getByLabel('Secret key').waitFor();
  expect(await violations(page)).toEqual([]);
  await signIn(tab);
  for (const path of ['interviews', `interviews/${taken}`]) {
    await page.goto(`${product.baseUrl}/console/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('table').first().waitFor();
    expect(await violations(page), path).toEqual([]);
  }
  expect(tab.errors).toEqual([]);
  await tab.close();
});
