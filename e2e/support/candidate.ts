import type { Locator } from 'playwright-core';
import type { Tab } from './browser.js';

/** What a candidate does, by the keys and buttons that a candidate has. */
export class Candidate {
  constructor(readonly tab: Tab) {}

  /** Opens a link and begins; a link that was begun before just continues. */
  async begin(link: string): Promise<void> {
    const { page } = this.tab;
    await page.goto(link);
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await this.editorReady();
  }

  async editorReady(): Promise<void> {
    await this.tab.page.locator('interview-editor .view-line').first().waitFor();
  }

  /** Replaces the open file, key by key. */
  async replaceFile(text: string): Promise<void> {
    await this.focusEditor();
    await this.tab.page.keyboard.press('Control+A');
    await this.tab.page.keyboard.press('Delete');
    await this.type(text);
  }

  async focusEditor(): Promise<void> {
    await this.tab.page.locator('interview-editor .view-lines').click();
  }

  /**
   * Types where the cursor is, at the end of what is wanted. The editor indents and closes blocks by itself: each line's own
   * indentation takes the place of the editor's, and what it has put behind the cursor goes in the end.
   */
  async type(text: string): Promise<void> {
    const { keyboard } = this.tab.page;
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) await this.newLine();
      await keyboard.type(line, { delay: 4 });
    }
    await keyboard.press('Escape');
    await keyboard.press('Control+Shift+End');
    await keyboard.press('Delete');
  }

  private async newLine(): Promise<void> {
    const { keyboard } = this.tab.page;
    // A list of suggestions would take the Enter for itself.
    await keyboard.press('Escape');
    await keyboard.press('Enter');
    await keyboard.press('Control+Shift+End');
    await keyboard.press('Delete');
    await keyboard.press('Shift+Home');
    await keyboard.press('Delete');
  }

  /** Plain keys, where the cursor is. */
  async press(text: string): Promise<void> {
    await this.tab.page.keyboard.type(text, { delay: 20 });
  }

  async saved(): Promise<void> {
    await this.tab.page.locator('interview-editor').getByText('Saved', { exact: true }).waitFor();
  }

  async openPanel(name: 'Tests' | 'Terminal'): Promise<void> {
    // The panels come before the terminals' own tabs.
    await this.tab.page
      .getByRole('tab', { name: new RegExp(`^${name}`) })
      .first()
      .click();
  }

  /** Starts a run. The button says Cancel from the click to the run's end, which may be sooner than anybody can look. */
  async runTests(): Promise<void> {
    await this.openPanel('Tests');
    const answer = this.tab.page.waitForResponse((response) => response.url().endsWith('/run-tests'));
    await this.tab.page.getByRole('button', { name: 'Run tests' }).click();
    await answer;
  }

  /** How many tests passed, and of how many, once the run under way is over. */
  async testCounts(): Promise<readonly [passed: number, total: number]> {
    await this.tests.getByRole('button', { name: 'Run tests' }).waitFor();
    const said = await this.tests.getByText(/^\d+ of \d+ passed$/).textContent();
    const [passed = NaN, total = NaN] = (said ?? '').match(/\d+/g)?.map(Number) ?? [];
    return [passed, total];
  }

  async submit(): Promise<void> {
    await this.tab.page.getByRole('button', { name: 'Submit', exact: true }).click();
    await this.tab.page.locator('interview-submit').getByRole('button', { name: 'Submit', exact: true }).click();
  }

  get tests(): Locator {
    return this.tab.page.locator('interview-tests');
  }

  get chat(): Locator {
    return this.tab.page.locator('interview-chat');
  }

  get terminal(): Locator {
    return this.tab.page.locator('interview-terminal');
  }

  async ask(message: string): Promise<void> {
    const { page } = this.tab;
    await page.getByRole('textbox', { name: 'Message to the assistant' }).click();
    await page.keyboard.type(message);
    await page.keyboard.press('Enter');
  }

  /** Types a command and waits until the screen shows what it should. */
  async command(text: string, shows: RegExp): Promise<void> {
    await this.terminal.locator('.xterm-screen').click();
    await this.tab.page.keyboard.type(text);
    await this.tab.page.keyboard.press('Enter');
    await this.terminal.locator('.xterm-rows').filter({ hasText: shows }).waitFor();
  }

  /** The lines that the editor shows, from top to bottom. */
  async shownCode(): Promise<string> {
    return linesOf(this.tab.page.locator('interview-editor .view-line'));
  }
}

/** Monaco keeps the lines of a screen in any order, with hard spaces. */
export async function linesOf(locator: Locator): Promise<string> {
  const lines = await locator.evaluateAll((all) => all.map((line) => [(line as HTMLElement).offsetTop, line.textContent] as const));
  return lines
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.replaceAll('\u00a0', ' '))
    .join('\n');
}
