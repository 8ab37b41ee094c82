import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { setLocale } from '@interviewlm/ui';
import type { SplitPane } from '@interviewlm/ui';
import { clear, open } from './testing/page.js';

describe('<interview-workspace> in other languages', function () {
  this.timeout(60_000);

  // Whoever opens a workspace first waits for all of its parts; after that only what changes is waited for. It lets go of the interview.
  before(async () => (await open()).element.remove());
  beforeEach(clear);
  afterEach(async () => {
    document.documentElement.lang = 'en';
    await setLocale('en');
  });
  after(clear);

  it('is Arabic from right to left on an Arabic page, with code and shell from left to right', async () => {
    document.documentElement.lang = 'ar';
    const page = await open();
    await page.until(() => page.text().includes('تشغيل الاختبارات'));
    await page.until(() => page.all('.surface').length > 0);
    await page.until(() => page.all('ilm-shell').length > 0);
    expect([page.element.dir, page.element.lang]).to.deep.equal(['rtl', 'ar']);
    expect(page.text()).to.include('السؤال 1 من 2').and.to.include('الملفات').and.to.include('تسليم');
    expect(page.find('[role=timer]').textContent).to.match(/^5\d:\d\d$/);
    const direction = (selector: string) => getComputedStyle(page.find(selector)).direction;
    expect(['.top', '.surface', 'ilm-shell .screen'].map(direction)).to.deep.equal(['rtl', 'ltr', 'ltr']);
    const left = (selector: string) => page.find(selector).getBoundingClientRect().left;
    expect(left('interview-question')).to.be.greaterThan(left('interview-editor'));
    await expect(page.element).to.be.accessible();
  });

  it('moves panes and goes through the tree by the arrow that points there', async () => {
    document.documentElement.lang = 'ar';
    const page = await open();
    await page.until(() => page.all('[role=treeitem]').length === 3);
    const split = page.find('[data-split=left]') as unknown as SplitPane;
    const line = split.shadowRoot?.querySelector<HTMLElement>('[role=separator]');
    const { size } = split;
    line?.focus();
    await sendKeys({ press: 'ArrowLeft' });
    expect(split.size).to.be.closeTo(size + 0.02, 0.001);
    page.find('[role=treeitem]').focus();
    await sendKeys({ press: 'ArrowRight' });
    await page.until(() => page.find('[role=treeitem]').getAttribute('aria-expanded') === 'false');
    await sendKeys({ press: 'ArrowLeft' });
    await page.until(() => page.find('[role=treeitem]').getAttribute('aria-expanded') === 'true');
  });

  it('is Japanese where it is asked to be, and changes in place', async () => {
    const page = await open();
    page.element.locale = 'ja';
    await page.until(() => page.text().includes('テストを実行'));
    expect(page.text()).to.include('問題 1／2').and.to.include('提出');
    expect([page.element.dir, page.element.lang, document.documentElement.lang]).to.deep.equal(['ltr', 'ja', 'en']);
    await expect(page.element).to.be.accessible();
    page.element.locale = 'de-AT';
    await page.until(() => page.text().includes('Tests ausführen'));
    expect(page.text()).to.include('Aufgabe 1 von 2').and.not.to.include('提出');
  });
});
