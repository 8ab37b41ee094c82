import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { setLocale } from '@interviewlm/ui';
import type { SplitPane } from '@interviewlm/ui';
import { Api } from './testing/api.js';
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

  it('says again in the new one what went wrong before it', async () => {
    const page = await open();
    await page.until(() => page.all('interview-editor .view-line').length > 0);
    page.api.refusals.set('PUT /files/src/sum.ts', [413, 'workspace_full']);
    page.element.focus();
    await sendKeys({ type: 'x' });
    await page.until(() => page.find('interview-editor .status').textContent.includes('The workspace is full.'));
    page.find('interview-tests .bar button').click();
    await page.until(() => page.text().includes('src/sum.ts: The workspace is full.'));
    page.element.locale = 'de';
    await page.until(() => page.text().includes('src/sum.ts: Der Arbeitsbereich ist voll.'));
    expect(page.find('interview-editor .status').textContent).to.include('Der Arbeitsbereich ist voll.');
    expect(page.text()).not.to.include('is full');
  });

  it('says in the new one why an interview can’t be opened', async () => {
    const api = new Api();
    api.refusals.set('GET /workspace', [401, 'unauthenticated']);
    const page = await open(api);
    await page.until(() => page.text().includes('This link has expired or was revoked.'));
    page.element.locale = 'de';
    await page.until(() => page.text().includes('Dieses Interview kann nicht geöffnet werden'));
    expect(page.text()).not.to.include('This link');
  });
});
