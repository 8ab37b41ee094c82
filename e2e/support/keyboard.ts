import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** Someone who has no mouse: keys, what has the focus, and what a screen reader is told. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /** What has the focus, through every shadow root, as `role or tag: name`. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (!at) return 'nothing';
      const name = at.getAttribute('aria-label') ?? at.textContent.trim().replace(/\s+/g, ' ').slice(0, 80);
      return `${at.getAttribute('role') ?? at.localName}: ${name}`;
    });
  }

  async focusIs(pattern: RegExp): Promise<void> {
    await expect.poll(() => this.focused()).toMatch(pattern);
  }

  /** Presses a key until the focus is where it should be; fails when it doesn't get there. */
  async pressUntil(key: string, pattern: RegExp, most = 40): Promise<void> {
    const seen: string[] = [];
    for (let turn = 0; turn <= most; turn++) {
      const at = await this.focused();
      if (pattern.test(at)) return;
      seen.push(at);
      await this.page.keyboard.press(key);
      await this.focusLeaves(at);
    }
    throw new Error(`${key} never came to ${pattern}, but to:\n${seen.join('\n')}`);
  }

  /**
   * A part may take a moment to take the focus, and whoever works by keys waits for it: pressing on meanwhile would count for the part
   * before. Where a key rightly moves nothing, such as the last Tab of a page, this gives up soon.
   */
  private async focusLeaves(before: string): Promise<void> {
    const until = Date.now() + 1500;
    while ((await this.focused()) === before && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Waits until some live region of the page says it. */
  async hears(pattern: RegExp, timeout = 30_000): Promise<void> {
    await expect.poll(async () => (await this.said()).join('\n'), { timeout }).toMatch(pattern);
  }

  private said(): Promise<string[]> {
    return this.page.evaluate(() => {
      const live = '[role=status], [role=alert], [role=timer], [aria-live=polite], [aria-live=assertive]';
      const everything = (root: Document | ShadowRoot): Element[] =>
        [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? everything(element.shadowRoot) : [])]);
      return everything(document)
        .filter((element) => element.matches(live))
        .map((element) => element.textContent.replace(/\s+/g, ' ').trim())
        .filter(Boolean);
    });
  }
}
