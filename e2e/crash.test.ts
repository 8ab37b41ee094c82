import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openTab, type Tab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import type { Invitation } from './support/integrator.js';
import { productAt, startProduct, type OwnProduct } from './support/product.js';

const patient = { timeout: 60_000 };
const before = 'const before = 1; ';
const during = 'const during = 2; ';
const after = 'const after = 3;';

interface Event {
  readonly seq: number;
  readonly type: string;
  readonly data: { readonly path?: string; readonly changes?: readonly (readonly [number, number, string])[] };
}

describe('the server is killed in the middle of typing', () => {
  let product: OwnProduct;
  let browser: Browser;
  let tab: Tab;
  let ada: Candidate;
  let interview: Invitation;
  /** What the page was told is durable. */
  let acknowledged = 0;

  beforeAll(async () => {
    product = await startProduct();
    browser = await launch();
    interview = await product.invite('log-summary');
    tab = await openTab(browser);
    tab.page.on('response', async (response) => {
      if (response.request().method() !== 'POST' || !response.url().endsWith('/events') || !response.ok()) return;
      // A body that is lost with its page or its connection told the page nothing either.
      const answer = (await response.json().catch(() => null)) as { acked_seq: number } | null;
      if (answer) acknowledged = Math.max(acknowledged, answer.acked_seq);
    });
    ada = new Candidate(tab);
    await ada.begin(interview.links.candidate);
    await ada.replaceFile(before);
    await ada.saved();
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });

  const file = () => product.api<{ content: string; version: number }>('GET', `/api/interview/${interview.id}/files/log-summary.js`);

  test('what was acknowledged is there after the restart, and the page comes back by itself with the rest', async () => {
    const versionBefore = (await file()).version;
    const typing = ada.press(during.repeat(4));
    await expect.poll(() => acknowledged, patient).toBeGreaterThan(0);
    tab.offline = true;
    await product.kill();
    await typing;
    const ackedByTheDead = acknowledged;
    await ada.press(after);
    await product.start();

    expect((await file()).version).toBeGreaterThanOrEqual(versionBefore);
    expect((await events()).filter(({ type }) => /^(editor|integrity)\./.test(type)).length).toBeGreaterThanOrEqual(ackedByTheDead);
    const expected = before + during.repeat(4) + after;
    await expect.poll(async () => (await file()).content, patient).toBe(expected);
    await expect.poll(() => acknowledged, patient).toBeGreaterThan(ackedByTheDead);
    tab.offline = false;
    expect(await ada.shownCode()).toBe(expected);
  });

  test('the recording holds every key once, in order', async () => {
    await expect.poll(async () => textOf(await events()), patient).toBe(before + during.repeat(4) + after);
    const seqs = (await events()).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  test('the terminal is back too, and the page showed no error but the lost connection', async () => {
    await ada.openPanel('Terminal');
    await ada.command('echo back-$((40 + 2))', /back-42/);
    expect(tab.errors).toEqual([]);
  });

  test('a start after the demo’s interview is over offers another one', async () => {
    const interviewOf = (url: string) => /itv_\w+/.exec(url)?.[0] ?? '';
    const first = interviewOf(product.demo.candidate_url);
    await product.api('POST', `/api/interview/${first}/submit`);
    await product.kill();
    await product.start();
    const offered = () => interviewOf(productAt(product).demo.candidate_url);
    await expect.poll(offered, patient).not.toBe(first);
    expect((await product.api<Invitation>('GET', `/api/interview/${offered()}`)).status).toBe('created');
  });

  async function events(): Promise<Event[]> {
    const all: Event[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page: { data: Event[]; next_cursor: string | null } = await product.api(
        'GET',
        `/api/interview/${interview.id}/events?limit=1000${query}`,
      );
      all.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor);
    return all;
  }
});

/** The text that the recorded edits make of the first file, which the first of them empties. */
function textOf(events: readonly Event[]): string {
  let text: string | null = null;
  for (const { type, data } of events) {
    if (type !== 'editor.edit' || data.path !== 'log-summary.js') continue;
    for (const [offset, deleted, inserted] of data.changes ?? []) {
      text = text === null ? inserted : text.slice(0, offset) + inserted + text.slice(offset + deleted);
    }
  }
  return text ?? '';
}
