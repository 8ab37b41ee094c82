import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostWatch } from '../../server/test/hostile/support/host-watch.js';
import { withstand } from '../../server/test/hostile/support/ledger.js';
import { startTestApi, type TestApi } from '../../server/test/support/api.js';
import { launch, openTab, type Tab } from '../support/browser.js';
import { Candidate } from '../support/candidate.js';

const mine = 'what the candidate copied';
const watch = new HostWatch(randomUUID());
let api: TestApi;
let browser: Browser;
let tab: Tab;
let ada: Candidate;
let title: string;
beforeAll(async () => {
  [api, browser] = await Promise.all([startTestApi({}, { pages: true }), launch()]);
  const { links } = await api.acme.createInterview();
  tab = await openTab(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  ada = new Candidate(tab);
  await ada.begin(links.candidate);
  await ada.openPanel('Terminal');
  await ada.command('echo re""ady', /ready/);
  title = await tab.page.title();
  await tab.page.evaluate((text) => navigator.clipboard.writeText(text), mine);
});
afterAll(async () => {
  await browser.close();
  await api.close();
  watch.close();
});

/** What a program may write to make a terminal do more than show text; nothing of `shown` may stand on the screen afterwards. */
const escapes: Record<string, { script: string; shown?: RegExp }> = {
  'the clipboard written by OSC 52': { script: String.raw`printf '\033]52;c;c3RvbGVu\007'` },
  'the clipboard asked for by OSC 52': { script: String.raw`printf '\033]52;c;?\007'`, shown: /copied|Y29waWVk/ },
  'the title set by OSC 0 and 2': { script: String.raw`printf '\033]0;planted\007\033]2;planted\007'` },
  'the title reported, to be typed as a command': {
    script: String.raw`printf '\033]2;touch planted\007\033[21t\033[20t'`,
    shown: /planted\W*$/,
  },
  'status and attributes asked for (DSR, DA, DECRQSS)': {
    script: String.raw`printf '\033[5n\033[6n\033[c\033[>c\033P$q"p\033\\'; sleep .3`,
  },
  'a link to a script by OSC 8': { script: String.raw`printf '\033]8;;javascript:document.title=1\007press\033]8;;\007\n'` },
  'the window resized and moved': { script: String.raw`printf '\033[8;900;900t\033[3;0;0t\033[9;1t'` },
  'a command string without end': { script: String.raw`printf '\033]2;'; head -c 1000000 /dev/zero | tr '\0' A; printf '\007'` },
};

describe('HO8 what a program writes to the terminal stays in the terminal', () => {
  test.each(Object.entries(escapes))('%s', async (what, { script, shown }) => {
    const work = async () => {
      const mark = randomUUID().slice(0, 8);
      // Answers go to the shell as keys, where a line's end would run them: none does.
      await ada.command(`clear; ${script}; echo; echo do""ne-${mark}`, new RegExp(`done-${mark}`));
      await tab.page.keyboard.press('Control+C');
      expect(await tab.page.title()).toBe(title);
      expect(await tab.page.evaluate(() => navigator.clipboard.readText())).toBe(mine);
      if (shown) expect(await ada.terminal.locator('.xterm-rows').textContent()).not.toMatch(shown);
      await ada.command('ls planted; echo st""ill-here', /No such file[\s\S]*still-here/);
      expect(tab.errors).toEqual([]);
      return { ended: 'shown', message: 'title and clipboard as before; the shell goes on' };
    };
    await withstand(watch, 'terminal escapes', what, work, { tries: 3 });
  });
});
