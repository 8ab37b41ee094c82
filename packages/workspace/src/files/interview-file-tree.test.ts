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

/** Keys that follow each other as fast as a hand presses them: by the test runner's own each would take a way of its own. */
function typeAtOnce(target: HTMLElement, text: string): void {
  for (const key of text) target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
}

/** What a browser tells a page while something is dragged: tests can't move a real pointer that far. */
function drag(from: HTMLElement, to: HTMLElement): void {
  const dataTransfer = new DataTransfer();
  const tell = (target: HTMLElement, type: string) => {
    const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  tell(from, 'dragstart');
  if (tell(to, 'dragover')) tell(to, 'drop');
  tell(from, 'dragend');
}

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
    await page.until(() => page.all('.naming input').length === 1);
    await sendKeys({ type: '../../etc/passwd' });
    await press('Enter');
    await page.until(() => page.text().includes('must not contain'));
    await press('Escape');
    page.find('[data-path="sum.test.ts"]').focus();
    await press('F2', 'Delete');
    expect(page.all('.naming input')).to.have.length(0);
    expect(page.api.files.has('sum.test.ts')).to.equal(true);
  });

  it('opens a menu by Shift F10 and by the other button, and moves a file with it', async () => {
    const page = await ready();
    page.find('[data-path="src/sum.ts"]').focus();
    await press('Shift+F10');
    await page.until(() => page.find('ilm-menu [role=menuitem]').matches(':focus'));
    await press('Escape');
    await page.until(() => focused(page) === 'src/sum.ts');
    page.find('[data-path="src/sum.ts"]').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    await page.until(() => page.find('ilm-menu [role=menuitem]').matches(':focus'));
    await press('m', 'Enter');
    await page.until(() => page.find('ilm-move-file input').matches(':focus'));
    await sendKeys({ type: 'lib' });
    await press('Enter');
    await page.until(() => page.api.files.has('lib/sum.ts') && focused(page) === 'lib/sum.ts');
    await page.until(() => page.find('interview-file-tree [role=status]').textContent === 'sum.ts was moved to lib');
  });

  it('offers nothing that may not be done to what belongs to the question', async () => {
    const page = await ready();
    page.find('[data-path="sum.test.ts"]').focus();
    await press('ContextMenu');
    await page.until(() => page.all('ilm-menu [role=menuitem]').length > 0);
    const disabled = page.all('ilm-menu [role=menuitem]').filter((item) => (item as HTMLButtonElement).disabled);
    expect(disabled.map((item) => item.querySelector('.label')?.textContent)).to.deep.equal(['Rename…', 'Move…', 'Delete…']);
  });

  it('moves what is dragged into a folder, and back to the top', async () => {
    const page = await ready();
    page.api.write('notes.md', '');
    await page.state().files.refresh();
    await page.until(() => page.all('[data-path="notes.md"]').length === 1);
    drag(page.find('[data-path="notes.md"]'), page.find('[data-path="src/sum.ts"]'));
    await page.until(() => page.api.files.has('src/notes.md') && focused(page) === 'src/notes.md');
    drag(page.find('[data-path="src/notes.md"]'), page.find('[role=tree]'));
    await page.until(() => page.api.files.has('notes.md') && focused(page) === 'notes.md');
    drag(page.find('[data-path=src]'), page.find('[data-path="src/sum.ts"]'));
    expect(page.api.files.has('src/sum.ts'), 'a folder does not go into itself').to.equal(true);
  });

  it('finds a name by several letters', async () => {
    const page = await ready();
    page.api.write('sums.md', '');
    await page.state().files.refresh();
    await page.until(() => page.all('[data-path="sums.md"]').length === 1);
    typeAtOnce(page.find('[role=treeitem]'), 'sums');
    await page.until(() => focused(page) === 'sums.md');
  });

  it('shows what the terminal made', async () => {
    const page = await ready();
    page.api.write('made/by-shell.txt', '');
    await page.state().files.refresh();
    await page.until(() => page.all('[data-path="made/by-shell.txt"]').length === 1);
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
