import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openTab, type Tab } from './support/browser.js';
import { Candidate, linesOf } from './support/candidate.js';
import type { Invitation } from './support/integrator.js';
import { sharedProduct } from './support/shared-product.js';

/** For what the page does by itself, on a machine that may be busy. */
const patient = { timeout: 60_000 };
/** Hundreds of keys, each of which the browser of a busy machine takes a while for. */
const longTyping_ms = 300_000;
const assessmentFolder = 'server/assessments/javascript-services/log-summary';

describe('an interview, from the link to the replay', () => {
  const product = sharedProduct();
  let browser: Browser;
  let tab: Tab;
  let ada: Candidate;
  let interview: Invitation;
  let solution: string;
  let firstHalf: string;

  beforeAll(async () => {
    browser = await launch();
    solution = (await readFile(`${assessmentFolder}/reference/log-summary.js`, 'utf8')).trimEnd();
    firstHalf = solution.slice(0, solution.indexOf('\nfunction pattern'));
    interview = await product.invite('log-summary');
    tab = await openTab(browser);
    ada = new Candidate(tab);
  });
  afterAll(() => browser.close());

  const fileOnServer = async () =>
    (await product.api<{ content: string }>('GET', `/api/interview/${interview.id}/files/log-summary.js`)).content;

  test('the link explains what will happen, and no clock runs yet', async () => {
    await tab.page.goto(interview.links.candidate);
    await tab.page.getByRole('heading', { name: 'JavaScript: logs and limits' }).waitFor();
    expect(await tab.page.getByText('are not recorded').textContent()).toContain('Your camera, microphone and screen');
    expect((await product.api<Invitation>('GET', `/api/interview/${interview.id}`)).status).toBe('created');
  });

  test('typing half a solution saves it, key for key', { timeout: longTyping_ms }, async () => {
    await ada.begin(interview.links.candidate);
    await ada.replaceFile(firstHalf);
    await ada.saved();
    expect(await fileOnServer()).toBe(firstHalf);
    expect((await product.api<Invitation>('GET', `/api/interview/${interview.id}`)).status).toBe('started');
  });

  test('Run tests says that they fail', async () => {
    await ada.runTests();
    const [passed, total] = await ada.testCounts();
    expect(passed).toBeLessThan(total);
  });

  test('the assistant answers', async () => {
    await ada.ask('Which function is missing?');
    await ada.chat.getByRole('article', { name: 'Assistant' }).waitFor();
    await tab.page.getByRole('button', { name: 'Send' }).waitFor();
    const { messages } = await product.api<{ messages: { role: string; text: string; status: string }[] }>(
      'GET',
      `/api/interview/${interview.id}/chat`,
    );
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(messages[1]?.text.length).toBeGreaterThan(20);
  });

  test('the terminal is a shell in the workspace, with node in it', async () => {
    await ada.openPanel('Terminal');
    await ada.command('ls', /log-summary\.js/);
    await ada.command('node --version', /v\d+\.\d+\.\d+/);
  });

  test('a reload loses nothing', async () => {
    await tab.page.reload();
    await ada.editorReady();
    await expect.poll(() => ada.shownCode(), patient).toContain('return [...routes.values()]');
    await ada.chat.getByText('Which function is missing?').waitFor();
    await ada.openPanel('Terminal');
    await ada.terminal.locator('.xterm-rows').filter({ hasText: 'node --version' }).waitFor();
  });

  test('the other half makes all tests pass', { timeout: longTyping_ms }, async () => {
    await ada.focusEditor();
    await tab.page.keyboard.press('Control+End');
    await ada.type(solution.slice(firstHalf.length));
    await ada.runTests();
    const [passed, total] = await ada.testCounts();
    expect(passed).toBe(total);
    expect(await fileOnServer()).toBe(solution);
  });

  test('submitting freezes it', async () => {
    await ada.submit();
    await expect
      .poll(async () => (await product.api<Invitation>('GET', `/api/interview/${interview.id}`)).status, { timeout: 60_000 })
      .toBe('scored');
    await expect(product.api('POST', `/api/interview/${interview.id}/submit`)).rejects.toThrow(/409 .*already_submitted/);
  });

  test('the replay shows the half-typed code in the middle, and all of it at the end', async () => {
    const reviewer = await openTab(browser);
    const { page } = reviewer;
    await page.goto(interview.links.replay);
    const slider = page.getByRole('slider', { name: 'Moment' });
    const code = () => linesOf(page.locator('replay-code .view-line'));
    // The assistant was asked between the two halves, however fast the machine was at each of them.
    const { data } = await product.api<{ data: { t_ms: number }[] }>('GET', `/api/interview/${interview.id}/events?type=chat.user`);
    await slider.fill(String(data[0]?.t_ms));
    await expect.poll(code, patient).toContain('export function summarize(log) {');
    expect(await code()).not.toContain('function pattern');
    await slider.press('End');
    await expect.poll(code, patient).toContain('function pattern(target) {');
    expect(reviewer.errors).toEqual([]);
    await reviewer.close();
  });

  test('nothing went wrong in the page, and no secret was in an address or a log line', async () => {
    expect(tab.errors).toEqual([]);
    const secret = /ilm_(inv|sk|pk)_|ilm\.token|eyJ[A-Za-z0-9_-]{10}/;
    expect(tab.urls.map((url) => new URL(url)).filter(({ pathname, search }) => secret.test(pathname + search))).toEqual([]);
    const requests = product
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(requests.length).toBeGreaterThan(20);
    expect(requests.filter((line) => secret.test(line) || line.includes('Which function is missing?'))).toEqual([]);
  });
});
