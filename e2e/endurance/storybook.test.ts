import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.js';
import { launch, openTab } from '../support/browser.js';
import { serveFolder } from '../support/static-server.js';

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly type: 'story' | 'docs';
}

/** What the page says to Storybook's frame, as far as it is looked at here. */
interface Channel {
  last(event: string): unknown[] | undefined;
}

const folder = resolve('.cache/storybook');
build();
const { entries } = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as { entries: Record<string, Entry> };
const stories = Object.values(entries).filter(({ type }) => type === 'story');

let browser: Browser;
let site: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serveFolder(folder)]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test('the frame around the stories asks no one else for anything', async () => {
  const tab = await openTab(browser);
  await tab.page.goto(`${site.url}/index.html`);
  await tab.page.getByRole('link', { name: 'Ready' }).first().waitFor();
  expect(tab.urls.filter(isElsewhere)).toEqual([]);
  expect(tab.errors).toEqual([]);
  await tab.close();
});

describe.concurrent('a story does what it says, in each theme accessible, with no network', { timeout: 120_000 }, () => {
  test.each(stories)('$title: $name', async ({ id }) => {
    const tab = await openTab(browser, { reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } });
    await tab.page.goto(`${site.url}/iframe.html?id=${id}&viewMode=story&globals=theme:light;a11y.manual:!true`);
    expect(await outcome(tab.page)).toEqual({ status: 'success', problem: null });
    const found: Record<string, string[]> = {};
    for (const theme of ['light', 'dark', 'contrast']) {
      await show(tab.page, theme);
      found[theme] = await violations(tab.page);
    }
    expect(found).toEqual({ light: [], dark: [], contrast: [] });
    expect(tab.urls.filter(isElsewhere)).toEqual([]);
    expect(tab.errors).toEqual([]);
    await tab.close();
  });
});

/** How the story ended, its play function included. */
async function outcome(page: Page): Promise<unknown> {
  const ended = await page.waitForFunction(() => {
    const { __STORYBOOK_ADDONS_CHANNEL__: channel } = globalThis as unknown as { __STORYBOOK_ADDONS_CHANNEL__?: Channel };
    const [finished] = (channel?.last('storyFinished') ?? []) as { status: string }[];
    const [thrown] = ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing'].flatMap(
      (event) => (channel?.last(event) ?? []) as (Error | string)[],
    );
    if (!finished && thrown === undefined) return null;
    const problem = thrown === undefined ? null : typeof thrown === 'string' ? thrown : thrown.message;
    return { status: finished?.status ?? 'error', problem };
  });
  return ended.jsonValue();
}

/** Changes the theme in place: what the play function did stays. */
async function show(page: Page, theme: string): Promise<void> {
  await page.locator('story-stage').evaluate((stage, appearance) => stage.setAttribute('appearance', appearance), theme);
  // Colours fade from one theme to the other.
  await page.waitForFunction(() => document.getAnimations().every(({ effect }) => effect?.getComputedTiming().iterations === Infinity));
}

/** Once for all tests of this file, and before them: they are named after the stories. */
function build(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/storybook.mjs', 'build'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The stories could not be built:\n${stdout}${stderr}`);
}

function isElsewhere(url: string): boolean {
  return /^(https?|wss?):/.test(url) && !url.startsWith(site.url);
}
