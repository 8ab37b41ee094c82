import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Api } from '../testing/api.js';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

const start = 'export const sum = 0;\n';
const path = 'src/sum.ts';

beforeEach(clear);
after(clear);

const ready = async (api = new Api()): Promise<Page> => {
  const page = await open(api);
  await page.until(() => page.all('interview-editor .view-line').length > 0, 'the editor is there');
  page.element.focus();
  await page.until(() => page.element.shadowRoot?.activeElement?.localName === 'interview-editor');
  return page;
};
const content = (page: Page) => page.api.files.get(path)?.content;
const edits = (page: Page) => page.api.events.flatMap((event) => (event.type === 'editor.edit' ? [event.data] : []));

async function chooseSetting(page: Page, label: string): Promise<void> {
  page.find('ilm-editor-settings button').click();
  const item = () => page.all('ilm-editor-settings [role^=menuitem]').find((each) => each.textContent.includes(label));
  await page.until(() => item());
  (item() as HTMLElement).click();
  await sendKeys({ press: 'Escape' });
}

function paste(page: Page, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const target = page.find('interview-editor .surface :is(textarea, .native-edit-context)');
  target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
}

describe('<interview-editor>', () => {
  it('saves what is typed, and records every key of it', async () => {
    const page = await ready();
    await sendKeys({ press: 'Control+End' });
    await sendKeys({ type: 'const a = [1];\nlet b' });
    await sendKeys({ press: 'Backspace' });
    await page.until(() => content(page)?.startsWith(`${start}const a = [1];`) && page.text().includes('Saved'));
    await page.until(() => page.api.replayed(path, start) === content(page), 'the log makes the same text');
    expect(new Set(edits(page).map(({ origin }) => origin))).to.deep.equal(new Set(['typed']));
    expect(page.api.events.some(({ type }) => type === 'editor.cursor')).to.equal(true);
  });

  it('tells pasted from typed, and undone from both', async () => {
    const page = await ready();
    await sendKeys({ press: 'Control+End' });
    await sendKeys({ type: 'x' });
    paste(page, 'const pasted = "long enough";');
    await page.until(() => content(page)?.includes('pasted'));
    await sendKeys({ press: 'Control+z' });
    await page.until(() => !content(page)?.includes('pasted'));
    await page.until(() => edits(page).some(({ origin }) => origin === 'undo'));
    expect([...new Set(edits(page).map(({ origin }) => origin))]).to.deep.equal(['typed', 'paste', 'undo']);
    await page.until(() => page.api.events.some((event) => event.type === 'integrity.paste' && event.data.chars === 29));
    expect(page.api.replayed(path, start)).to.equal(content(page));
  });

  it('asks which text to keep when the file changed elsewhere', async () => {
    const page = await ready();
    // Before the first key: a save may come between any two of them.
    page.api.write(path, 'theirs\n');
    await sendKeys({ type: 'mine ' });
    await page.until(() => page.all('interview-editor .banner').length === 1);
    page.find('interview-editor .banner button').click();
    await page.until(() => page.all('ilm-text-diff .removed').length > 0);
    page.find('interview-editor .banner .primary').click();
    await page.until(() => content(page) === `mine ${start}`);
  });

  it('takes theirs when that is chosen', async () => {
    const page = await ready();
    page.api.write(path, 'theirs\n');
    await sendKeys({ type: 'mine ' });
    await page.until(() => page.all('interview-editor .banner').length === 1);
    (page.all('interview-editor .banner button')[1] as HTMLElement).click();
    await page.until(() => page.all('interview-editor .view-line')[0]?.textContent.includes('theirs'));
    expect(content(page)).to.equal('theirs\n');
  });

  it('restores unsaved text after a reload', async () => {
    const page = await ready();
    page.api.refusals.set(`PUT /files/${path}`, [503, 'sandbox_unavailable']);
    await sendKeys({ type: 'kept ' });
    await page.until(() => page.text().includes('can’t be reached right now'));
    page.element.remove();
    page.api.refusals.clear();
    const again = await open(page.api);
    await again.until(() => content(again) === `kept ${start}`);
  });

  it('says in words that the workspace is full, keeps the text, and saves it once there is room', async () => {
    const page = await ready();
    page.api.refusals.set(`PUT /files/${path}`, [413, 'workspace_full']);
    await sendKeys({ type: 'kept ' });
    const status = () => page.find('interview-editor .status [role=status]');
    await page.until(() => status().textContent.includes('The workspace is full. Delete something to make room.'));
    expect(status().classList.contains('problem')).to.equal(true);
    expect(content(page), 'what was saved before stays').to.equal(start);
    page.api.refusals.clear();
    await sendKeys({ type: 'too ' });
    await page.until(() => content(page) === `kept too ${start}` && status().textContent.includes('Saved'));
  });

  it('has larger text and wrapped lines for who wants them, also after a reload', async () => {
    const page = await ready();
    const choose = (label: string) => chooseSetting(page, label);
    const size = (of: Page) => getComputedStyle(of.find('interview-editor .view-line')).fontSize;
    expect(size(page)).to.equal('13px');
    await choose('Larger text');
    await page.until(() => size(page) === '15px');
    await choose('Wrap long lines');
    const long = 'x'.repeat(400);
    page.api.write(path, long);
    await page.state().files.refresh();
    await page.until(() => page.all('interview-editor .view-line').length > 2, 'one line is wrapped into several');
    await choose('Let Tab leave the editor');
    const tabs = () => page.find('interview-editor .tab-mode').textContent;
    await page.until(() => tabs().includes('Tab leaves the editor'));
    await sendKeys({ press: 'Control+m' });
    await page.until(() => tabs().includes('Tab indents'));
    page.element.remove();
    const again = await open(page.api);
    await again.until(() => size(again) === '15px' && again.all('interview-editor .view-line').length > 2);
  });

  it('indents as the file does, or as wide as the candidate likes, also after a reload', async () => {
    const api = new Api();
    api.write(path, 'if (a) {\n    b();\n}\n');
    const page = await ready(api);
    await sendKeys({ press: 'Control+End' });
    await sendKeys({ press: 'Tab' });
    await page.until(() => content(page)?.endsWith('}\n    '), 'four columns, as in the file');
    await chooseSetting(page, 'Indent by 8 columns');
    page.element.focus();
    await sendKeys({ press: 'Shift+Home' });
    await sendKeys({ press: 'Delete' });
    await sendKeys({ press: 'Tab' });
    await page.until(() => content(page)?.endsWith('}\n        '), 'eight columns');
    page.element.remove();
    const again = await open(page.api);
    await again.until(() => again.all('interview-editor .view-line').length > 0);
    again.find('ilm-editor-settings button').click();
    const checked = () => again.all('ilm-editor-settings [role=menuitemradio][aria-checked=true]').map((item) => item.textContent.trim());
    await again.until(() => checked().length > 0);
    expect(checked()).to.deep.equal(['Indent by 8 columns']);
  });

  it('leaves brackets in the colour of the text', async () => {
    const page = await ready();
    page.api.write(path, 'f({ a: [1] });\n');
    await page.state().files.refresh();
    await page.until(() => page.all('interview-editor .view-line')[0]?.textContent.includes('[1]'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(page.all('interview-editor [class*=bracket-highlighting]')).to.have.length(0);
  });

  it('does not let what belongs to the question be changed', async () => {
    const page = await ready();
    page.find('[data-path="sum.test.ts"]').click();
    await page.until(() => page.text().includes('Read-only'));
    page.element.focus();
    await sendKeys({ type: 'x' });
    expect(page.api.files.get('sum.test.ts')?.version).to.equal(1);
    expect(edits(page)).to.have.length(0);
  });
});
