import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Api, runResult } from './testing/api.js';
import { clear, open } from './testing/page.js';

beforeEach(clear);
after(clear);

describe('<interview-workspace>', () => {
  it('opens an interview and says so to the page around', async () => {
    const page = await open();
    await page.until(() => page.text().includes('Two sums'));
    await page.until(() => page.all('[role=treeitem]').length === 3);
    expect(page.find('interview-question h2').textContent).to.equal('Two sums');
    expect(page.all('[role=treeitem]').map((row) => row.getAttribute('aria-label'))).to.deep.equal([
      'src',
      'sum.ts',
      'sum.test.ts, read-only',
    ]);
    expect(page.find('[role=timer]').textContent).to.match(/^5\d:\d\d$/);
  });

  it('runs the tests and shows the failed ones first', async () => {
    const page = await open();
    const event = oneEvent(page.element, 'interview-tests-run');
    page.find('interview-tests .primary').click();
    await event;
    await page.until(() => page.text().includes('1 of 2 passed'));
    expect(page.all('interview-tests li .name').map((name) => name.textContent)).to.deep.equal(['adds negatives', 'adds']);
    expect(page.text()).to.include('expected -3, got 3');
  });

  it('says in plain words why a run stopped', async () => {
    const api = new Api();
    api.run = runResult({ passed: 0, failed: 0, total: 0, tests: [], timed_out: true, stopped: 'The run took longer than 20 seconds.' });
    const page = await open(api);
    page.find('interview-tests .primary').click();
    await page.until(() => page.text().includes('The run took longer than 20 seconds.'));
  });

  it('pauses and resumes where that is allowed', async () => {
    const page = await open();
    page.find('header .quiet').click();
    await page.until(() => page.text().includes('The interview is paused'));
    page.find('.cover .primary').click();
    await page.until(() => page.all('interview-editor').length === 1 && !page.text().includes('The interview is paused'));
  });

  it('submits after asking, and shows that it is over', async () => {
    const page = await open();
    const statuses: string[] = [];
    page.element.addEventListener('interview-submit', ({ receipt }) => statuses.push(receipt.status));
    const submitted = page.element.submit();
    await page.until(() => page.dialog('interview-submit').open);
    expect(page.text()).to.include('1 of 2').and.to.include('1 not reached').and.to.include('All saved');
    page.find('interview-submit .primary').click();
    expect((await submitted)?.object).to.equal('submission');
    expect(statuses).to.deep.equal(['submitted']);
    await page.until(() => page.text().includes('Your interview is submitted'));
  });

  it('asks what a candidate would say of themself, where the assessment does, and takes it back', async () => {
    const api = new Api();
    api.interview = { ...api.interview, status: 'submitted', self_identification: true };
    const page = await open(api);
    const part = 'interview-self-identification';
    await page.until(() => page.all(`${part} form`).length === 1);
    const choose = (sex: string) => {
      const select = page.find(`${part} select`) as HTMLSelectElement;
      select.value = sex;
      page.find(`${part} button`).click();
    };
    choose('female');
    await page.until(() => page.text().includes('Thank you. You can change it'));
    expect(api.said).to.deep.equal({ sex: 'female' });
    choose('');
    await page.until(() => page.text().includes('Nothing is kept.'));
    expect(api.said).to.deep.equal({});
    api.refusals.set('PUT /self-identification', [401, 'unauthenticated']);
    choose('male');
    await page.until(() => page.all(`${part} [role=alert]`).length === 1);
  });

  it('goes on working when the candidate thinks better of it', async () => {
    const page = await open();
    const submitted = page.element.submit();
    await page.until(() => page.dialog('interview-submit').open);
    await sendKeys({ press: 'Escape' });
    expect(await submitted).to.equal(null);
    expect(page.api.interview.status).to.equal('started');
  });

  for (const [status, words] of [
    ['submitted', 'Your interview is submitted'],
    ['expired', 'The time is over'],
    ['paused', 'The interview is paused'],
  ] as const)
    it(`shows that it is ${status}`, async () => {
      const api = new Api();
      api.interview = { ...api.interview, status };
      const page = await open(api);
      await page.until(() => page.text().includes(words));
    });

  it('says why it can’t be opened', async () => {
    const api = new Api();
    api.refusals.set('GET /workspace', [401, 'unauthenticated']);
    const page = await open(api);
    await page.until(() => page.text().includes('This link has expired or was revoked'));
  });

  it('keeps what is typed while the server is away, and saves it when it is back', async () => {
    const page = await open();
    const text = 'export const sum = (a: number, b: number) => a + b;\n';
    const workspace = page.state();
    await page.until(() => workspace.files.open.has('src/sum.ts'));
    page.api.isDown = true;
    workspace.files.edit('src/sum.ts', text, [[0, 22, text]], 'typed');
    await page.until(() => page.text().includes('Reconnecting…'));
    expect(page.api.files.get('src/sum.ts')?.version).to.equal(1);
    page.api.isDown = false;
    await page.until(() => page.api.files.get('src/sum.ts')?.content === text);
    await page.until(() => !page.text().includes('Reconnecting…'));
    expect(page.api.replayed('src/sum.ts', 'export const sum = 0;\n')).to.equal(text);
  });

  it('opens again while the server is away, and what is typed before and after reaches it whole', async () => {
    const start = 'export const sum = 0;\n';
    const page = await open();
    await page.until(() => page.state().files.open.has('src/sum.ts') && page.all('interview-editor .view-line').length > 0);
    page.state().files.edit('src/sum.ts', `saved ${start}`, [[0, 0, 'saved ']], 'typed');
    await page.until(() => page.api.files.get('src/sum.ts')?.content === `saved ${start}`);
    page.api.isDown = true;
    page.state().files.edit('src/sum.ts', `before saved ${start}`, [[0, 0, 'before ']], 'typed');
    await page.until(() => page.text().includes('Reconnecting…'));
    page.element.remove();
    const again = await open(page.api);
    await again.until(() => again.state().files.open.get('src/sum.ts')?.text === `before saved ${start}`, 'the text is there');
    await again.until(() => again.text().includes('Reconnecting…') && again.find('[role=timer]').textContent.startsWith('5'));
    const after = `after before saved ${start}`;
    again.state().files.edit('src/sum.ts', after, [[0, 0, 'after ']], 'typed');
    page.api.isDown = false;
    await again.until(() => page.api.files.get('src/sum.ts')?.content === after, 'the file is as it was typed');
    await again.until(() => page.api.replayed('src/sum.ts', start) === after, 'the log makes the same text');
    expect(page.api.events.filter(({ type }) => type === 'editor.edit')).to.have.length(3);
  });

  it('shows one part at a time where it is narrow', async () => {
    const page = await open(new Api(), 320);
    await page.until(() => page.element.narrow);
    await page.element.updateComplete;
    const shown = () =>
      page
        .all('.part')
        .filter((part) => (part as HTMLElement).offsetWidth > 0)
        .map((part) => part.localName);
    expect(shown()).to.deep.equal(['interview-question']);
    (page.all('.views [role=tab]')[5] as HTMLElement).click();
    await page.element.updateComplete;
    expect(shown()).to.deep.equal(['interview-chat']);
    expect(page.element.scrollWidth).to.be.at.most(320);
  });

  it('goes round the panes with F6', async () => {
    const page = await open();
    await page.until(() => page.all('interview-file-tree [role=treeitem]').length > 0);
    page.find('interview-file-tree [tabindex="0"]').focus();
    await sendKeys({ press: 'Shift+F6' });
    await page.until(() => page.element.shadowRoot?.activeElement?.localName === 'interview-question');
    await sendKeys({ press: 'F6' });
    await page.until(() => page.element.shadowRoot?.activeElement?.localName === 'interview-file-tree');
  });

  for (const appearance of ['light', 'dark', 'contrast'] as const)
    it(`is accessible in ${appearance}`, async () => {
      const page = await open();
      page.element.appearance = appearance;
      page.find('interview-tests .primary').click();
      await page.until(() => page.text().includes('1 of 2 passed'));
      // Colours fade from one appearance to the other, and Monaco takes them over after that. A fade begins with the frame after its cause.
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const fades = () =>
        page
          .all('*')
          .flatMap((each) => each.getAnimations())
          .filter((animation) => animation instanceof CSSTransition);
      await page.until(() => fades().length === 0, 'the colours to be still');
      const ground = (selector: string) => getComputedStyle(page.find(selector)).backgroundColor;
      await page.until(() => ground('interview-editor .monaco-editor-background') === ground('interview-editor .tab.active'));
      // Monaco's own lines are left to Monaco.
      await expect(page.element).to.be.accessible({ ignoredTags: ['experimental'] });
    });
});
