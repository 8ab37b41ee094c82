import { expect } from '@open-wc/testing';
import type { ReplayCode } from './replay-code.js';
import './replay-code.js';
import { clearPage, deep, until } from './testing.js';

describe('<replay-code>', () => {
  afterEach(clearPage);

  async function open(content: string, more: Partial<ReplayCode> = {}): Promise<ReplayCode> {
    const element = document.createElement('replay-code');
    element.style.cssText = 'width: 640px; height: 300px';
    Object.assign(element, { path: 'src/a.ts', file: { content }, ...more });
    document.body.append(element);
    await element.updateComplete;
    await until('the measured pane', () => lines(element).length < 40);
    return element;
  }
  const lines = (element: Element) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.view-line') ?? [])];
  const numbered = (count: number) => Array.from({ length: count }, (_, line) => `const line${line} = ${line};`).join('\n');

  it('has only the lines in view on the page, however many there are', async () => {
    const element = await open(numbered(100_000));
    expect(lines(element).length).to.be.within(15, 32);
    expect(lines(element)[0]?.textContent).to.equal('const line0 = 0;');
    expect(deep(element, '.view').scrollHeight).to.be.greaterThan(1_999_000);
  });

  it('brings the cursor into view, and touches nothing else for an edit in view', async () => {
    const text = numbered(1000);
    const at = text.indexOf('const line700');
    const element = await open(text, { cursor: { path: 'src/a.ts', offset: at } });
    const caretLine = () => lines(element).find((line) => line.querySelector('.caret'))?.textContent;
    expect(caretLine()).to.equal('const line700 = 700;');
    const before = new Map(lines(element).map((line) => [line, line.firstChild]));
    Object.assign(element, { file: { content: `${text.slice(0, at)}x${text.slice(at)}` }, cursor: { path: 'src/a.ts', offset: at + 1 } });
    await element.updateComplete;
    expect(caretLine()).to.equal('xconst line700 = 700;');
    const touched = lines(element).filter((line) => before.get(line) !== line.firstChild);
    expect(touched.length).to.equal(1);
  });

  it('keeps its place when it is not to follow', async () => {
    const text = numbered(1000);
    const element = await open(text, { follow: false });
    element.cursor = { path: 'src/a.ts', offset: text.length };
    await element.updateComplete;
    expect(deep(element, '.view').scrollTop).to.equal(0);
  });

  it('goes on from where a person scrolls to', async () => {
    const element = await open(numbered(1000));
    deep(element, '.view').scrollTop = 10_000;
    await until('line 500', () => lines(element).some((line) => line.textContent.includes('line500 ')));
    expect(lines(element).length).to.be.at.most(32);
    deep(element, '.view').scrollTop = 9980;
    await until('the lines in order', () => {
      const shown = lines(element).map((line) => Number(/\d+/.exec(line.textContent)?.[0]));
      return shown.every((line, index) => index === 0 || line === (shown[index - 1] ?? 0) + 1) && shown.includes(499);
    });
  });

  it('shows selection and search hits over the colours', async () => {
    const element = await open('const a = 1;', {
      selection: { path: 'src/a.ts', start: 6, end: 9 },
      found: [{ from: 0, to: 5, className: 'hit' }],
    });
    expect(deep(element, '.hit').textContent).to.equal('const');
    expect(deep(element, '.selected').textContent).to.equal('a =');
  });

  it('shows markup as text', async () => {
    const element = await open('<img src=x onerror="alert(1)">');
    expect(element.shadowRoot?.querySelector('img')).to.equal(null);
    expect(lines(element)[0]?.textContent).to.equal('<img src=x onerror="alert(1)">');
  });
});
