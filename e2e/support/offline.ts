import { expect } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openTab } from './browser.js';
import { Candidate } from './candidate.js';
import type { Product } from './product.js';

const path = 'log-summary.js';
const patient = { timeout: 60_000 };

interface Edit {
  readonly seq: number;
  readonly data: { readonly path: string; readonly origin: string; readonly changes: readonly (readonly [number, number, string])[] };
}

/**
 * Types for `ms` while nothing reaches the server, reloads in the middle, comes back, and checks that the server's file and its log are
 * the editor's text and the keys exactly. The page itself is still served, as a host page with its own server would be.
 */
export async function typeOffline(browser: Browser, product: Product, ms: number): Promise<{ keys: number; edits: number }> {
  const { id, links } = await product.invite('log-summary');
  const tab = await openTab(browser);
  const ada = new Candidate(tab);
  await ada.begin(links.candidate);
  await ada.replaceFile('// Typed while the server was there');
  await ada.saved();
  const before = (await edits(product, id)).length;

  tab.offline = true;
  await cutOff(tab.page);
  let typed = await typeFor(tab.page, ms / 2, 'before');
  // At once: the last keys are still on their way to the disk.
  await tab.page.reload();
  await ada.editorReady();
  await tab.page.getByText('Keep working: everything is kept').waitFor();
  await ada.focusEditor();
  await tab.page.keyboard.press('Control+End');
  typed += await typeFor(tab.page, ms / 2, 'after');

  await tab.page.unrouteAll({ behavior: 'ignoreErrors' });
  tab.offline = false;
  const wanted = `// Typed while the server was there${typed}`;
  const file = () => product.api<{ content: string }>('GET', `/api/interview/${id}/files/${path}`);
  await expect.poll(async () => (await file()).content, patient).toBe(wanted);
  await expect.poll(async () => replay(await edits(product, id)), patient).toBe(wanted);
  const offline = (await edits(product, id)).slice(before);
  expect(await textOf(tab.page)).toBe(wanted);
  expect(offline.map(({ data }) => data.changes.map(([, , text]) => text).join('')).join('')).toBe(typed);
  expect(offline.every(({ data }) => data.origin === 'typed')).toBe(true);
  await tab.close();
  return { keys: typed.length, edits: offline.length };
}

/** No answer comes any more, and no connection opens. */
async function cutOff(page: Page): Promise<void> {
  await page.route(/\/api\//, (route) => route.abort('internetdisconnected'));
}

/** Comments, in which the editor completes nothing: each key is one letter of the text. */
async function typeFor(page: Page, ms: number, when: string): Promise<string> {
  const until = Date.now() + ms;
  let typed = '';
  for (let line = 1; Date.now() < until || line === 1; line++) {
    const text = `// line ${line} ${when} the reload`;
    await page.keyboard.press('Enter');
    await page.keyboard.type(text, { delay: 40 });
    typed += `\n${text}`;
  }
  return typed;
}

async function edits(product: Product, id: string): Promise<Edit[]> {
  const found: Edit[] = [];
  for (let cursor = ''; ;) {
    const query = new URLSearchParams({ limit: '1000', type: 'editor.edit', ...(cursor ? { cursor } : {}) });
    const page = await product.api<{ data: Edit[]; has_more: boolean; next_cursor: string }>('GET', `/api/interview/${id}/events?${query}`);
    found.push(...page.data.filter(({ data }) => data.path === path));
    if (!page.has_more) return found;
    cursor = page.next_cursor;
  }
}

/** What the recorded edits make of the starter, which the first of them replaced whole. */
function replay(log: readonly Edit[]): string {
  const first = log.findIndex(({ data }) => data.changes.length === 1 && data.changes[0]?.[0] === 0 && data.changes[0][2] === '');
  let text = '';
  for (const { data } of log.slice(first + 1))
    for (const [offset, deleted, inserted] of data.changes) text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
  return text;
}

/** The editor's own text, which may be longer than what is on the screen. */
function textOf(page: Page): Promise<string | undefined> {
  return page.evaluate((file) => {
    const everything = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
    const editor = everything(document).find(({ localName }) => localName === 'interview-editor');
    if (!editor) return undefined;
    const { workspace } = editor as Element & { workspace?: { files: { open: Map<string, { text: string }> } } };
    return workspace?.files.open.get(file)?.text;
  }, path);
}
