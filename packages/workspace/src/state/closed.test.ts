import { openDrafts } from '@interviewlm/client';
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { interviewId } from '../testing/api.js';
import { clear, open } from '../testing/page.js';
import { Memory } from './memory.js';

beforeEach(clear);
after(clear);

describe('a workspace that was closed', () => {
  it('has kept the desk by then, and leaves it to whoever comes next', () => {
    const closing = new AbortController();
    const earlier = new Memory(interviewId, closing.signal);
    earlier.update({ panel: 'terminal' });
    closing.abort();
    const open = new AbortController();
    const later = new Memory(interviewId, open.signal);
    expect(later.desk.panel).to.equal('terminal');
    later.update({ panel: 'chat' });
    earlier.update({ panel: 'tests' });
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(new Memory(interviewId, open.signal).desk.panel).to.equal('chat');
    open.abort();
  });

  it('has kept the text that was typed in its last moment', async () => {
    const page = await open();
    await page.until(() => page.all('interview-editor .view-line').length > 0);
    page.element.focus();
    await page.until(() => page.element.shadowRoot?.activeElement?.localName === 'interview-editor');
    const [path, before] = ['src/sum.ts', page.api.files.get('src/sum.ts')?.content ?? ''];
    page.api.refusals.set(`PUT /files/${path}`, [503, 'sandbox_unavailable']);
    await sendKeys({ type: 'last' });
    page.element.remove();
    const drafts = await (await openDrafts()).all(interviewId);
    expect(drafts.map(({ content }) => content)).to.deep.equal([`last${before}`]);
  });

  it('tries no save again that had failed', async () => {
    const page = await open();
    await page.until(() => page.all('interview-editor .view-line').length > 0);
    page.element.focus();
    page.api.refusals.set('PUT /files/src/sum.ts', [503, 'sandbox_unavailable']);
    await sendKeys({ type: 'x' });
    await page.until(() => page.text().includes('can’t be reached right now'));
    page.element.remove();
    page.api.refusals.clear();
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(page.api.files.get('src/sum.ts')?.version).to.equal(1);
  });
});
