import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { setAssetBase } from '@interviewlm/ui';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

const start = 'export const sum = 0;\n';
const path = 'src/sum.ts';

beforeEach(() => {
  setAssetBase('/nowhere/');
  return clear();
});
after(clear);

/** A page whose Monaco never comes, with the focus in what stands in its place. */
async function ready(): Promise<Page> {
  const page = await open();
  // An earlier page may have left another file in front as it went.
  await page.until(() => page.all(`[data-path="${path}"]`).length > 0);
  page.find(`[data-path="${path}"]`).click();
  page.element.focus();
  await page.until(() => field(page).matches(':focus') && field(page).value === start, 'the text field has the file');
  return page;
}
const field = (page: Page) => page.find('interview-editor textarea.plain') as HTMLTextAreaElement;
const content = (page: Page) => page.api.files.get(path)?.content;
const origins = (page: Page) => page.api.events.flatMap((event) => (event.type === 'editor.edit' ? [event.data.origin] : []));

describe('the editor before Monaco is there', () => {
  it('takes keys, which are saved and recorded, and says that the full editor is missing', async () => {
    const page = await ready();
    await sendKeys({ press: 'Control+End' });
    await sendKeys({ type: 'const early = 1;' });
    await page.until(() => content(page) === `${start}const early = 1;`);
    await page.until(() => page.api.replayed(path, start) === content(page), 'the log makes the same text');
    await sendKeys({ press: 'Control+z' });
    await page.until(() => origins(page).includes('undo'));
    expect([...new Set(origins(page))]).to.deep.equal(['typed', 'undo']);
    expect(page.api.events.some(({ type }) => type === 'editor.cursor')).to.equal(true);
    await page.until(() => page.text().includes('The editor could not be loaded'));
    expect(page.find('interview-editor .banner').getAttribute('role')).to.equal('alert');
  });

  it('shows what comes from elsewhere, and lets nothing be changed that belongs to the question', async () => {
    const page = await ready();
    await page.state().files.accept(path, 'from a proposal\n');
    await page.until(() => field(page).value === 'from a proposal\n');
    page.find('[data-path="sum.test.ts"]').click();
    await page.until(() => field(page).readOnly && field(page).getAttribute('aria-label') === 'sum.test.ts');
  });

  it('hands text, selection and focus over once Monaco can be had', async () => {
    const page = await ready();
    await page.until(() => page.all('interview-editor .banner').length === 1);
    await sendKeys({ press: 'Control+End' });
    await sendKeys({ type: 'const early = 1;' });
    setAssetBase('/packages/ui/dist/monaco/');
    page.find('interview-editor .banner button').click();
    page.element.focus();
    await page.until(() => page.all('interview-editor .view-line').length > 1, 'Monaco is there');
    expect(page.all('interview-editor textarea.plain')).to.have.length(0);
    expect(page.all('interview-editor .banner')).to.have.length(0);
    await sendKeys({ type: ' // on' });
    await page.until(() => content(page) === `${start}const early = 1; // on`);
    expect(page.api.replayed(path, start)).to.equal(content(page));
  });
});
