import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './support/axe.js';
import { launch, openTab } from './support/browser.js';
import { sharedProduct } from './support/shared-product.js';

let browser: Browser;
let folder: string;
let page: string;

beforeAll(async () => {
  const { baseUrl, demo } = sharedProduct();
  const interview = new URL(demo.replay_url).pathname.split('/').at(-1) ?? '';
  const answer = await fetch(`${baseUrl}/api/interview/${interview}/report.html`, {
    headers: { Authorization: `Bearer ${demo.secret_key}` },
  });
  expect(answer.status).toBe(200);
  folder = await mkdtemp(join(tmpdir(), 'interviewlm-report-'));
  page = join(folder, 'report.html');
  await writeFile(page, await answer.text());
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

test('every kind of evidence in a report on somebody’s disk opens the replay at its moment', async () => {
  const report = await openTab(browser);
  await report.page.goto(pathToFileURL(page).href);
  const links = await report.page
    .locator('section a')
    .evaluateAll((found) => found.map((link) => [(link as HTMLAnchorElement).href, link.textContent] as const));
  const bySection = await report.page
    .locator('section')
    .evaluateAll((sections) => sections.flatMap((one) => one.querySelector('a')?.href ?? []));
  expect(bySection.length).toBeGreaterThanOrEqual(3);
  for (const href of new Set(bySection)) {
    const shown = links.find(([address]) => address === href)?.[1] ?? '';
    const seconds = shown.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
    const replay = await openTab(browser);
    await replay.page.goto(href);
    const slider = replay.page.locator('replay-timeline input[type=range]');
    await expect.poll(async () => Math.floor(Number(await slider.inputValue()) / 1000), { timeout: 60_000 }).toBe(seconds);
    expect(replay.errors).toEqual([]);
    await replay.close();
  }
  expect(report.errors).toEqual([]);
  await report.close();
});

test.each(['light', 'dark'] as const)('the page is accessible in the %s, and asks for nothing', async (colorScheme) => {
  const tab = await openTab(browser, { colorScheme, viewport: { width: 400, height: 800 } });
  await tab.page.goto(pathToFileURL(page).href);
  expect(tab.urls).toEqual([pathToFileURL(page).href]);
  expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  expect(await violations(tab.page)).toEqual([]);
  await tab.close();
});
