import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

const path = 'src/sum.ts';
const start = 'one\ntwo\nthree\n';

beforeEach(async () => {
  await clear();
  localStorage.setItem('interviewlm.editor', JSON.stringify({ hasVimKeys: true }));
});
after(clear);

const mode = (page: Page) => page.find('interview-editor .vim-mode').textContent.trim();
const content = (page: Page) => page.api.files.get(path)?.content;
const edits = (page: Page) => page.api.events.flatMap((event) => (event.type === 'editor.edit' ? [event.data] : []));

async function ready(): Promise<Page> {
  const page = await open();
  page.api.write(path, start);
  await page.until(() => page.all('interview-editor .view-line').length > 0, 'the editor is there');
  await page.state().files.refresh();
  await page.until(() => page.all('interview-editor .view-line').length === 4, 'the text is there');
  page.element.focus();
  await page.until(() => mode(page) === 'Normal mode');
  return page;
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await sendKeys({ press: key });
}

describe('Vim’s keys in <interview-editor>', () => {
  it('move, insert, delete and undo, and say which mode they are in', async () => {
    const page = await ready();
    await press('j', 'i');
    await page.until(() => mode(page) === 'Insert mode');
    await sendKeys({ type: 'x ' });
    await press('Escape');
    await page.until(() => mode(page) === 'Normal mode' && content(page) === 'one\nx two\nthree\n');
    await press('d', 'd');
    await page.until(() => content(page) === 'one\nthree\n');
    await press('u');
    await page.until(() => content(page) === 'one\nx two\nthree\n');
    await page.until(() => page.api.replayed(path, start) === content(page), 'the log makes the same text');
    expect(edits(page).at(-1)?.origin).to.equal('undo');
  });

  it('put back what was yanked as text that nobody typed', async () => {
    const page = await ready();
    await press('y', 'y', 'j', 'p');
    await page.until(() => content(page) === 'one\ntwo\none\nthree\n');
    await page.until(() => edits(page).length > 0);
    expect(edits(page).map(({ origin }) => origin)).to.deep.equal(['paste']);
  });

  it('search in a line that screen readers know by its name', async () => {
    const page = await ready();
    await press('/');
    await page.until(() => page.all('interview-editor .vim input').length === 1);
    const field = page.find('interview-editor .vim input');
    expect(field.getAttribute('aria-label')).to.equal('Vim command');
    await sendKeys({ type: 'three' });
    await press('Enter', 'x');
    await page.until(() => content(page) === 'one\ntwo\nhree\n');
  });

  it('leave those of the workspace alone: F6, Control M and Control Enter', async () => {
    const page = await ready();
    await press('Control+m');
    await page.until(() => page.find('interview-editor .tab-mode').textContent.includes('Tab leaves the editor'));
    await press('Control+Enter');
    await page.until(() => page.state().tests.result, 'a run of the tests');
    page.element.focus();
    await press('F6');
    await page.until(() => page.element.shadowRoot?.activeElement?.localName !== 'interview-editor');
    expect(content(page)).to.equal(start);
  });

  it('go away again', async () => {
    const page = await ready();
    page.find('ilm-editor-settings button').click();
    const item = () => page.all('ilm-editor-settings [role=menuitemcheckbox]').find(({ textContent }) => textContent.includes('Vim'));
    await page.until(() => item()?.getAttribute('aria-checked') === 'true');
    (item() as HTMLElement).click();
    await page.until(() => mode(page) === '');
    await press('Escape');
    page.element.focus();
    await sendKeys({ type: 'dd' });
    await page.until(() => content(page) === `dd${start}`);
  });
});
