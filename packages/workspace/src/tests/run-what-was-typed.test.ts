import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { setAssetBase } from '@interviewlm/ui';
import { Api } from '../testing/api.js';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

const start = 'export const sum = 0;\n';
const path = 'src/sum.ts';

beforeEach(clear);
after(clear);

/** A server that notes which text each run was of. */
class RunsApi extends Api {
  readonly ran: (string | undefined)[] = [];

  override handle(method: string, at: string, headers: Headers, body: unknown): Response {
    if (at === '/run-tests') this.ran.push(this.files.get(path)?.content);
    return super.handle(method, at, headers, body);
  }
}

async function ready(surface: string): Promise<{ api: RunsApi; page: Page }> {
  const api = new RunsApi();
  const page = await open(api);
  await page.until(() => page.all(`[data-path="${path}"]`).length > 0);
  page.find(`[data-path="${path}"]`).click();
  await page.until(() => page.all(`interview-editor ${surface}`).length > 0, 'the editor is there');
  page.element.focus();
  await page.until(() => page.element.shadowRoot?.activeElement?.localName === 'interview-editor');
  await sendKeys({ press: 'Control+Home' });
  return { api, page };
}

/** Saves are on their way until this is called. */
function holdSaves(api: Api): () => void {
  let letThrough: () => void = () => undefined;
  api.savesAfter = new Promise<void>((resolve) => (letThrough = resolve));
  return letThrough;
}

describe('a run from the keyboard', () => {
  for (const [name, base, surface] of [
    // First: a page that has Monaco shows no other field.
    ['the text field before Monaco', '/nowhere/', 'textarea.plain'],
    ['Monaco', '/packages/ui/dist/monaco/', '.view-line'],
  ] as const)
    it(`is of the last key in ${name}, though an earlier text is still being saved`, async () => {
      setAssetBase(base);
      const { api, page } = await ready(surface);
      const letThrough = holdSaves(api);
      await sendKeys({ type: 'a' });
      await page.until(() => page.state().files.open.get(path)?.state === 'saving', 'the first save is under way');
      await sendKeys({ type: 'b' });
      await sendKeys({ press: 'Control+Enter' });
      await page.until(() => page.state().tests.running);
      expect(api.ran).to.deep.equal([]);
      letThrough();
      await page.until(() => api.ran.length > 0);
      expect(api.ran).to.deep.equal([`ab${start}`]);
    });

  it('is of what was pasted just before', async () => {
    setAssetBase('/packages/ui/dist/monaco/');
    const { api, page } = await ready('.view-line');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'pasted ');
    const target = page.find('interview-editor .surface :is(textarea, .native-edit-context)');
    const common = { bubbles: true, composed: true, cancelable: true };
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, ...common }));
    target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, ...common }));
    await page.until(() => api.ran.length > 0);
    expect(api.ran).to.deep.equal([`pasted ${start}`]);
  });

  it('is not made of another text than the one on the screen, and says why', async () => {
    setAssetBase('/packages/ui/dist/monaco/');
    const { api, page } = await ready('.view-line');
    api.refusals.set(`PUT /files/${path}`, [413, 'workspace_full']);
    await sendKeys({ type: 'kept ' });
    await sendKeys({ press: 'Control+Enter' });
    await page.until(() => page.find('interview-tests .problem').textContent.includes('The workspace is full.'));
    api.refusals.clear();
    api.write(path, 'theirs\n');
    await sendKeys({ press: 'Control+Enter' });
    await page.until(() => page.find('interview-tests .problem').textContent.includes('This file was changed elsewhere'));
    expect(api.ran).to.deep.equal([]);
  });
});
