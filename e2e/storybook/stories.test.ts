import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { colours, violations } from '../support/axe.js';
import { launch, openTab, tabIn } from '../support/browser.js';
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

/** Longer than a play function waits, so that it is the one that says what is missing. */
const patienceMs = 90_000;

const folder = resolve('.cache/storybook');
const { entries } = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as { entries: Record<string, Entry> };
const stories = Object.values(entries).filter(({ type }) => type === 'story');

let browser: Browser;
/**
 * Visitors who look at nothing now. Each keeps the editor's megabytes in its cache, and shows one story at a time: a tab in the background
 * draws no frames, so that no colour of it would ever change.
 */
const visitors: BrowserContext[] = [];
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

describe.concurrent('a story does what it says, in each theme accessible, with no network', () => {
  test.each(stories)('$title: $name', async ({ id }) => {
    const visitor = visitors.pop() ?? (await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } }));
    const tab = await tabIn(visitor);
    await tab.page.goto(`${site.url}/iframe.html?id=${id}&viewMode=story&globals=theme:light;a11y.manual:!true`);
    expect(await outcome(tab.page)).toEqual({ status: 'success', problem: null });
    const light = await violations(tab.page);
    // A theme changes colours and nothing else.
    const dark = await inTheme(tab.page, 'dark');
    const contrast = await inTheme(tab.page, 'contrast');
    expect({ light, dark, contrast }).toEqual({ light: [], dark: [], contrast: [] });
    expect(tab.urls.filter(isElsewhere)).toEqual([]);
    expect(tab.errors.filter(isUnforeseen)).toEqual([]);
    await tab.close();
    visitors.push(visitor);
  });
});

/** How the story ended, its play function included. */
async function outcome(page: Page): Promise<unknown> {
  const ended = await page.waitForFunction(
    () => {
      const { __STORYBOOK_ADDONS_CHANNEL__: channel } = globalThis as unknown as { __STORYBOOK_ADDONS_CHANNEL__?: Channel };
      const [finished] = (channel?.last('storyFinished') ?? []) as { status: string }[];
      const [thrown] = ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing'].flatMap(
        (event) => (channel?.last(event) ?? []) as (Error | string)[],
      );
      if (!finished && thrown === undefined) return null;
      const problem = thrown === undefined ? null : typeof thrown === 'string' ? thrown : thrown.message;
      return { status: finished?.status ?? 'error', problem };
    },
    null,
    { timeout: patienceMs },
  );
  return ended.jsonValue();
}

/** Changes the theme in place: what the play function did stays. */
async function inTheme(page: Page, theme: string): Promise<string[]> {
  await page.locator('story-stage').evaluate((stage, appearance) => stage.setAttribute('appearance', appearance), theme);
  await settled(page);
  return violations(page, colours);
}

/** Colours fade from one theme to the other, and editor and terminal take theirs over a moment later. */
async function settled(page: Page): Promise<void> {
  let before: string | undefined;
  for (let same = 0; same < 3;) {
    const now = await colourOf(page);
    same = now === before ? same + 1 : 0;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** All colours of the page as one text, those in shadow roots too. */
function colourOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const everything = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    return everything(document)
      .map((element) => getComputedStyle(element))
      .map(({ color, backgroundColor }) => color + backgroundColor)
      .join();
  });
}

function isElsewhere(url: string): boolean {
  return /^(https?|wss?):/.test(url) && !url.startsWith(site.url);
}

/** What a story has to go without is asked for in a folder of this name. */
function isUnforeseen(error: string): boolean {
  return !error.includes('/nowhere/');
}
