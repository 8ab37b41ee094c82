import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

beforeEach(clear);
after(clear);

const ready = async (): Promise<Page> => {
  const page = await open();
  await page.until(() => page.all('[role=treeitem]').length === 3);
  page.find('[role=treeitem]').focus();
  return page;
};
const focused = (page: Page) => page.find('interview-file-tree').shadowRoot?.activeElement?.getAttribute('data-path');
const press = async (...keys: string[]) => {
  for (const key of keys) await sendKeys({ press: key });
};

describe('<interview-file-tree>', () => {
  it('follows the keys of the ARIA tree', async () => {
    const page = await ready();
    await press('ArrowDown');
    await page.until(() => focused(page) === 'src/sum.ts');
    await press('ArrowLeft');
    await page.until(() => focused(page) === 'src');
    await press('ArrowLeft');
    await page.until(() => page.all('[role=treeitem]').length === 2);
    expect(page.find('[data-path=src]').getAttribute('aria-expanded')).to.equal('false');
    await press('ArrowRight', 'End');
    await page.until(() => focused(page) === 'sum.test.ts');
    await press('Home', 's', 's');
    await page.until(() => focused(page) === 'sum.test.ts');
    await press('Enter');
    await page.until(() => page.find('[data-path="sum.test.ts"]').getAttribute('aria-selected') === 'true');
  });

  it('makes a file, renames it and deletes it', async () => {
    const page = await ready();
    await press('Control+Alt+n');
    await page.until(() => page.find('interview-file-tree').shadowRoot?.activeElement?.localName === 'input');
    await sendKeys({ type: 'extra.ts' });
    await press('Enter');
    await page.until(() => page.api.files.has('src/extra.ts'));
    await page.until(() => focused(page) === 'src/extra.ts');
    await press('F2');
    await page.until(() => page.find('interview-file-tree').shadowRoot?.activeElement?.localName === 'input');
    await sendKeys({ type: 'more' });
    await press('Enter');
    await page.until(() => page.api.files.has('src/more.ts') && focused(page) === 'src/more.ts');
    await press('Delete');
    await page.until(() => page.dialog('interview-file-tree').open);
    page.find('interview-file-tree .danger').click();
    await page.until(() => !page.api.files.has('src/more.ts'));
  });

  it('refuses a name that is no path, and leaves what belongs to the question alone', async () => {
    const page = await ready();
    await press('Control+Alt+n');
    await page.until(() => page.all('interview-file-tree input').length === 1);
    await sendKeys({ type: '../../etc/passwd' });
    await press('Enter');
    await page.until(() => page.text().includes('must not contain'));
    await press('Escape');
    page.find('[data-path="sum.test.ts"]').focus();
    await press('F2', 'Delete');
    expect(page.all('interview-file-tree input')).to.have.length(0);
    expect(page.api.files.has('sum.test.ts')).to.equal(true);
  });

  it('shows hostile names as text', async () => {
    const page = await ready();
    page.api.write('<img src=x onerror=window.hacked=1>.ts', '');
    const workspace = page.state();
    await workspace.files.refresh();
    await page.until(() => page.text().includes('<img src=x'));
    expect(page.all('interview-file-tree img')).to.have.length(0);
  });
});
