import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, openTab, type Tab } from './support/browser.js';
import { Candidate } from './support/candidate.js';
import type { Invitation } from './support/integrator.js';
import { Keyboard } from './support/keyboard.js';
import { sharedProduct } from './support/shared-product.js';

const editor = /log-summary\.js\. Tab indents/;

/** The whole interview by keys alone: this file never moves a pointer. */
describe('an interview without a mouse', () => {
  const product = sharedProduct();
  let browser: Browser;
  let tab: Tab;
  let ada: Candidate;
  let keys: Keyboard;
  let interview: Invitation;
  let solution: string;

  beforeAll(async () => {
    browser = await launch();
    solution = (await readFile('server/assessments/javascript-services/log-summary/reference/log-summary.js', 'utf8')).trimEnd();
    interview = await product.invite('log-summary');
    tab = await openTab(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    ada = new Candidate(tab);
    keys = new Keyboard(tab.page);
  });
  afterAll(() => browser.close());

  /** A dialog comes a moment after its key, and nobody tabs through a dialog that isn't there. */
  const shown = (button: string) => tab.page.getByRole('button', { name: button, exact: true }).first().waitFor();
  const fileOnServer = async (path: string) =>
    (await product.api<{ content: string }>('GET', `/api/interview/${interview.id}/files/${path}`)).content;

  test('begins, and finds the focus in the editor', async () => {
    await tab.page.goto(interview.links.candidate);
    await tab.page.getByRole('button', { name: 'Begin' }).waitFor();
    await keys.pressUntil('Tab', /^button: Begin/);
    await keys.press('Enter');
    await ada.editorReady();
    await keys.focusIs(editor);
  });

  test('reads the question and goes through the files', async () => {
    await keys.press('Shift+F6');
    await keys.focusIs(/^treeitem: /);
    await keys.press('End', 'Home', 'ArrowDown');
    await keys.press('Shift+F6');
    await keys.focusIs(/^region: Question/);
    await keys.press('PageDown');
    await keys.press('Shift+F6');
    await keys.focusIs(/^button: About this workspace/);
    await keys.press('Enter');
    await shown('Close');
    await keys.pressUntil('Tab', /^button: Close/);
    await keys.press('Enter');
    await keys.focusIs(/^button: About this workspace/);
  });

  test('makes a file, moves it by the menu and deletes it', async () => {
    await keys.press('F6');
    await keys.focusIs(/^region: Question/);
    await keys.press('F6');
    await keys.focusIs(/^treeitem: /);
    await keys.press('Control+Alt+n');
    await keys.focusIs(/^input: /);
    await keys.type('notes.md');
    await keys.press('Enter');
    await keys.hears(/notes\.md was made/);
    await keys.focusIs(/^treeitem: notes\.md/);
    await keys.press('Shift+F10');
    await keys.focusIs(/^menuitem: Open/);
    await keys.type('m');
    await keys.focusIs(/^menuitem: Move/);
    await keys.press('Enter');
    await keys.focusIs(/^input: /);
    await keys.type('thoughts');
    await keys.press('Enter');
    await keys.hears(/notes\.md was moved to thoughts/);
    await keys.focusIs(/^treeitem: notes\.md/);
    await keys.press('Delete');
    await shown('Delete');
    await keys.pressUntil('Tab', /^button: Delete/);
    await keys.press('Enter');
    await keys.hears(/notes\.md was deleted/);
    await keys.pressUntil('ArrowUp', /^treeitem: log-summary\.js/);
    await keys.press('Enter', 'F6');
    await keys.focusIs(editor);
  });

  test('leaves the editor by Tab once Control M was pressed, and is told so', async () => {
    await keys.press('Control+m');
    await keys.hears(/Tab leaves the editor/);
    await keys.press('Tab');
    await expect.poll(() => keys.focused()).not.toMatch(editor);
    await keys.pressUntil('Shift+Tab', editor, 5);
    await keys.press('Control+m');
    await keys.hears(/Tab indents again/);
  });

  test('writes the solution and runs the tests from the editor', async () => {
    // The first line key by key, the rest from the clipboard: what typing a whole file does is the candidate's journey.
    const [first = '', ...rest] = solution.split('\n');
    await tab.page.evaluate((text) => navigator.clipboard.writeText(text), ['', ...rest].join('\n'));
    await keys.press('Control+a', 'Delete');
    await keys.type(first);
    await keys.press('Escape', 'Control+Shift+End', 'Delete', 'Control+v');
    await expect.poll(() => fileOnServer('log-summary.js')).toBe(solution);
    await keys.press('Control+Enter');
    await keys.hears(/(\d+) of \1 passed/, 60_000);
  });

  test('makes a file in the terminal, which the tree then shows', async () => {
    await keys.pressUntil('F6', /^button: Run tests/, 8);
    await keys.pressUntil('Shift+Tab', /^tab: Tests/, 8);
    await keys.press('ArrowRight');
    await keys.focusIs(/^tab: Terminal/);
    await ada.terminal.locator('.xterm-rows').filter({ hasText: /[$#] / }).waitFor();
    await keys.press('Tab');
    await keys.pressUntil('Tab', /^textarea: Terminal input/, 10);
    await keys.type('echo made > by-shell.txt && cat by-shell.txt\n');
    await ada.terminal
      .locator('.xterm-rows')
      .filter({ hasText: /^.*made.*$/ })
      .waitFor();
    await tab.page.locator('interview-file-tree').getByRole('treeitem', { name: 'by-shell.txt' }).waitFor();
    expect(await fileOnServer('by-shell.txt')).toBe('made\n');
  });

  test('asks the assistant and hears the answer', async () => {
    await keys.press('F6');
    await keys.focusIs(/^textarea: Message to the assistant/);
    await keys.type('What does my code do?');
    await keys.press('Enter');
    await keys.hears(/The answer is complete/);
  });

  test('submits, and is told that it is done', async () => {
    await keys.press('F6');
    await keys.pressUntil('Tab', /^button: Submit/, 5);
    await keys.press('Enter');
    await shown('Keep working');
    await tab.page.getByText(/^(\d+) of \1 passed in the last run$/).waitFor();
    await tab.page.getByText('All saved', { exact: true }).waitFor();
    await keys.pressUntil('Tab', /^button: Keep working/, 3);
    await keys.press('Tab');
    await keys.focusIs(/^button: Submit/);
    await keys.press('Enter');
    await keys.hears(/Your interview is submitted/, 60_000);
    await expect
      .poll(async () => (await product.api<Invitation>('GET', `/api/interview/${interview.id}`)).status, { timeout: 60_000 })
      .toBe('scored');
    expect(tab.errors).toEqual([]);
  });
});
