import { expect } from '@open-wc/testing';
import { Api, runnerMissing, runResult } from '../testing/api.js';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

beforeEach(clear);
after(clear);

/** A server whose run goes on until the test says how. */
class SlowApi extends Api {
  controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  wasLeft = false;

  override handle(method: string, path: string, headers: Headers, body: unknown): Response {
    if (path !== '/run-tests') return super.handle(method, path, headers, body);
    const run = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.controller = controller),
      cancel: () => void (this.wasLeft = true),
    });
    return new Response(run, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  say(event: string, data: object): void {
    this.controller?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }
}

async function ready(api: Api): Promise<Page> {
  const page = await open(api);
  await page.until(() => page.all('interview-tests .primary').length === 1 && page.all('interview-editor .view-line').length > 0);
  return page;
}

describe('<interview-tests>', () => {
  it('shows what was expected beside what came, and goes to the line', async () => {
    const api = new Api();
    api.write('sum.test.ts', '\n\ntest("adds", () => {});\ntest("adds negatives", () => {\n  expect(sum(-1, -2)).toBe(-3);\n});\n', true);
    const message = 'expect(received).toBe(expected)\n\nExpected: -3\nReceived: 3\n    at sum.test.ts:5:23';
    const [passed, failed] = runResult().tests;
    if (!passed || !failed) throw new Error('There are no tests');
    api.run = runResult({ tests: [passed, { ...failed, message }] });
    const page = await ready(api);
    page.find('interview-tests .primary').click();
    await page.until(() => page.all('interview-tests .compared').length === 1);
    expect(page.all('interview-tests .compared dd').map((value) => value.textContent)).to.deep.equal(['-3', '3']);
    expect(page.find('interview-tests .place').textContent.trim()).to.equal('sum.test.ts, line 5');
    page.find('interview-tests .place').click();
    await page.until(() => page.text().includes('Line 5, column 1'));
    await page.until(() => page.all('interview-editor .test-mark.passed').length === 1, 'the passed test is marked');
    expect(page.all('interview-editor .test-mark.failed')).to.have.length(2);
    expect(page.find('interview-editor .test-note').textContent.replaceAll('\u00a0', ' ').trim()).to.equal('expected -3, got 3');
  });

  it('shows output as it comes, and stops when told to', async () => {
    const api = new SlowApi();
    const page = await ready(api);
    page.find('interview-tests .primary').click();
    await page.until(() => api.controller);
    api.say('output', { stream: 'stdout', text: 'first line\n' });
    await page.until(() => page.find('interview-tests .output').textContent === 'first line\n');
    api.say('output', { stream: 'stderr', text: 'second line\n' });
    await page.until(() => page.find('interview-tests .output').textContent === 'first line\nsecond line\n');
    page.find('interview-tests .bar button').click();
    await page.until(() => page.all('interview-tests .primary').length === 1 && api.wasLeft);
    expect(page.all('interview-tests .problem')).to.have.length(0);
  });

  it('keeps earlier runs, over a reload as well', async () => {
    const page = await ready(new Api());
    page.find('interview-tests .primary').click();
    await page.until(() => page.text().includes('1 of 2 passed'));
    page.api.run = runResult({ passed: 2, failed: 0, tests: [] });
    page.find('interview-tests .primary').click();
    await page.until(() => page.text().includes('2 of 2 passed'));
    page.element.remove();
    const again = await ready(page.api);
    await again.until(() => again.all('interview-tests option').length === 2);
    const choice = again.find('interview-tests select') as HTMLSelectElement;
    choice.selectedIndex = 1;
    choice.dispatchEvent(new Event('change'));
    await again.until(() => again.find('interview-tests .summary').textContent.includes('1 of 2 passed'));
  });

  it('tells a runner that did not start from tests that failed, and whose fault that is', async () => {
    const api = new Api();
    api.run = runnerMissing();
    const page = await ready(api);
    page.find('interview-tests .primary').click();
    await page.until(() => page.find('interview-tests .summary').textContent.includes('Not tested'));
    expect(page.find('interview-tests .summary').textContent).not.to.include('0 of 2');
    expect(page.find('interview-tests .stopped').textContent).to.include('That is our fault, not that of your code: try again.');
    await expect(page.element).to.be.accessible();
  });

  it('takes names and messages for text, in the gutter too', async () => {
    const api = new Api();
    const hostile = '<img src=x onerror="window.hacked=1">';
    api.run = runResult({
      tests: [{ name: hostile, status: 'failed', duration_ms: 1, message: `expected ${hostile}, got \`\`\`\n${hostile} at src/sum.ts:1` }],
    });
    const page = await ready(api);
    page.find('interview-tests .primary').click();
    await page.until(() => page.all('interview-tests .name').length === 1 && page.all('interview-editor .test-mark.failed').length === 1);
    expect(page.find('interview-tests .name').textContent).to.equal(hostile);
    expect(page.all('img')).to.have.length(0);
    expect((window as { hacked?: number }).hacked).to.equal(undefined);
  });
});
