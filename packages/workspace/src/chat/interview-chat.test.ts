import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Api, proposal } from '../testing/api.js';
import { clear, open } from '../testing/page.js';
import type { Page } from '../testing/page.js';

beforeEach(clear);
after(clear);

const message = { event: 'start', data: { message_id: 'msg_00000000000000000000000000' } };
const done = { event: 'done', data: { stop_reason: 'end_turn', prompt_quality: null } };
const usage = {
  event: 'usage',
  data: { input_tokens: 1000, output_tokens: 200, cache_read_tokens: 0, cache_write_tokens: 0, cost_micros: 20_000 },
};
const delta = (text: string) => ({ event: 'delta', data: { text } });

async function ask(api: Api): Promise<Page> {
  const page = await open(api);
  await page.until(() => page.all('interview-chat textarea').length === 1 && page.all('interview-editor [role=tab]').length === 1);
  page.find('interview-chat textarea').focus();
  await sendKeys({ type: 'Help me' });
  await sendKeys({ press: 'Enter' });
  return page;
}

describe('<interview-chat>', () => {
  it('shows an answer as Markdown, with what it used', async () => {
    const api = new Api();
    api.answer = [message, delta('Use **two** numbers:\n\n```ts\nsum('), delta('1, 2)\n```\n'), usage, done];
    const page = await ask(api);
    await page.until(() => page.all('interview-chat .prose strong').length === 1 && page.text().includes('1.2K tokens · $0.02'));
    expect(page.find('interview-chat pre').textContent).to.equal('sum(1, 2)\n');
    expect(page.all('interview-chat [aria-label="Copy code"]')).to.have.length(1);
    expect(page.find('interview-chat .user').textContent).to.equal('Help me');
  });

  it('runs nothing that an answer holds', async () => {
    const api = new Api();
    const hostile = [
      '<img src=x onerror="window.hacked=1">',
      '<script>window.hacked=1</script>',
      '[x](javascript:window.hacked=1)',
      '<svg onload=window.hacked=1>',
      '<a href="data:text/html,<script>1</script>">y</a>',
      '![pixel](https://evil.example/p.gif)',
      '<form action=https://evil.example><button>Go</button></form>',
      '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
      '<div style="position:fixed;inset:0">cover</div>',
    ];
    api.answer = [message, ...hostile.map((text) => delta(`${text}\n\n`)), delta('the end'), done];
    const page = await ask(api);
    await page.until(() => page.text().includes('the end'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((window as { hacked?: number }).hacked).to.equal(undefined);
    expect(page.all('.prose :is(img, script, iframe, form, svg[onload], [style], [onerror])')).to.have.length(0);
    for (const link of page.all('.prose a')) expect(link.getAttribute('href') ?? '').not.to.match(/^(javascript|data):/i);
  });

  it('puts an accepted proposal into the file, and records that it was accepted', async () => {
    const api = new Api();
    const content = 'export const sum = (a, b) => a + b;\n';
    api.answer = [message, delta('Try this.'), { event: 'proposal', data: proposal('src/sum.ts', content) }, done];
    const page = await ask(api);
    await page.until(() => page.all('ilm-proposal .added').length === 1);
    page.find('ilm-proposal .primary').click();
    await page.until(() => page.api.files.get('src/sum.ts')?.content === content);
    await page.until(() => page.text().includes('Accepted'));
    await page.until(() => page.api.events.some((event) => event.type === 'chat.decision' && event.data.accepted));
    expect(page.api.events.some((event) => event.type === 'editor.edit' && event.data.origin === 'accept')).to.equal(true);
    expect(page.api.replayed('src/sum.ts', 'export const sum = 0;\n')).to.equal(content);
  });

  it('takes some changes of a proposal and leaves others', async () => {
    const api = new Api();
    const line = (at: number) => `const line${at} = ${at};\n`;
    const lines = Array.from({ length: 20 }, (_, at) => line(at));
    const before = lines.join('');
    api.write('src/sum.ts', before);
    const content = lines.with(2, 'first\n').with(10, 'second\n').with(18, 'third\n').join('');
    api.answer = [message, { event: 'proposal', data: proposal('src/sum.ts', content) }, done];
    const page = await ask(api);
    await page.until(() => page.all('ilm-proposal input').length === 3);
    page.find('ilm-proposal input').focus();
    await sendKeys({ press: 'Space' });
    await page.until(() => page.find('ilm-proposal .primary').textContent.includes('Accept 2 of 3'));
    page.find('ilm-proposal .primary').click();
    const wanted = lines.with(10, 'second\n').with(18, 'third\n').join('');
    await page.until(() => page.api.files.get('src/sum.ts')?.content === wanted);
    await page.until(() => page.text().includes('Accepted in part'));
    const decision = () => page.api.events.find((event) => event.type === 'chat.decision');
    await page.until(decision);
    expect(decision()?.data).to.deep.equal({ proposal: 'prp_1', path: 'src/sum.ts', accepted: true, hunks: [1, 2] });
    expect(page.api.replayed('src/sum.ts', before)).to.equal(wanted);
  });

  it('tells a screen reader each paragraph and the end', async () => {
    const api = new Api();
    api.answer = [message, delta('First **part**.\n\nSecond part.'), done];
    const page = await ask(api);
    await page.until(() => page.find('interview-chat [role=status]').textContent.includes('The answer is complete.'));
    expect(page.find('interview-chat [role=status]').textContent).to.include('Second part.');
  });

  it('says that the assistant is away while the server is', async () => {
    const page = await ask(new Api());
    page.api.isDown = true;
    page.state().connection.lost();
    await page.until(() => page.find('interview-chat .away').textContent.includes('can’t be reached'));
    page.api.isDown = false;
    await page.until(() => page.all('interview-chat .away').length === 0);
  });

  it('lets the candidate withdraw what the assistant may do, by keyboard, from the next question on and after a reload', async () => {
    const api = new Api();
    api.answer = [message, delta('One.'), done];
    const page = await ask(api);
    await page.until(() => page.text().includes('One.'));
    page.find('ilm-consent-menu button').focus();
    await sendKeys({ press: 'Enter' });
    await page.until(() => page.all('ilm-consent-menu [role=menuitemcheckbox][aria-checked=true]').length === 3);
    await sendKeys({ press: 'Enter' });
    await page.until(() => page.all('ilm-consent-menu [aria-checked=false]').length === 1);
    await sendKeys({ press: 'Escape' });
    page.find('interview-chat textarea').focus();
    await sendKeys({ type: 'And now?' });
    await sendKeys({ press: 'Enter' });
    await page.until(() => api.asked.length === 2);
    expect(api.asked.map(({ allow }) => allow)).to.deep.equal([undefined, ['run_tests', 'propose_edit']]);
    page.element.remove();
    const again = await open(api);
    await again.until(() => again.all('ilm-consent-menu').length === 1);
    expect([...again.state().conversation.withdrawn]).to.deep.equal(['read']);
  });

  it('leaves the file alone when a proposal is rejected', async () => {
    const api = new Api();
    api.answer = [message, { event: 'proposal', data: proposal('src/sum.ts', 'no\n') }, done];
    const page = await ask(api);
    await page.until(() => page.all('ilm-proposal footer button').length === 2);
    (page.all('ilm-proposal footer button')[1] as HTMLElement).click();
    await page.until(() => page.text().includes('Rejected'));
    expect(page.api.files.get('src/sum.ts')?.version).to.equal(1);
  });

  it('says what failed and asks again', async () => {
    const api = new Api();
    api.answer = [
      message,
      delta('Half'),
      { event: 'error', data: { code: 'assistant_unavailable', detail: 'The assistant is busy.', retryable: true } },
    ];
    const page = await ask(api);
    await page.until(() => page.text().includes('The assistant is busy.'));
    api.answer = [message, delta('Whole'), done];
    page.find('interview-chat .end button').click();
    await page.until(() => page.text().includes('Whole'));
    expect(page.all('interview-chat .user')).to.have.length(1);
  });

  it('is not there when the assessment has no assistant', async () => {
    const api = new Api();
    api.interview = { ...api.interview, ai_policy: { ...api.interview.ai_policy, mode: 'off' } };
    const page = await open(api);
    await page.until(() => page.all('interview-editor').length === 1);
    expect(page.all('interview-chat')).to.have.length(0);
  });
});
