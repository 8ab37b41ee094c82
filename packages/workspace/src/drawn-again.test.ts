import { expect } from '@open-wc/testing';
import { clear, open } from './testing/page.js';

beforeEach(clear);
after(clear);

/** As a page does that a framework draws again, with a new function each time. */
describe('a workspace that gets its tokens from a new function', () => {
  it('goes on as it is, and asks the newest function from then on', async () => {
    const page = await open();
    const before = page.state();
    const asked: string[] = [];
    page.element.fetchToken = () => {
      asked.push('newest');
      page.api.refusals.clear();
      return 'token';
    };
    await page.element.updateComplete;
    expect(page.state()).to.equal(before);
    expect(before.signal.aborted).to.equal(false);
    // A server that refuses the token makes the client ask for another.
    page.api.refusals.set('GET /files', [401, 'token_expired']);
    await before.call('listFiles', { params: { id: before.interview } });
    expect(asked).to.deep.equal(['newest']);
  });

  it('closes when the way to get tokens is taken away, and opens again with the next', async () => {
    const page = await open();
    const { signal } = page.state();
    Object.assign(page.element, { fetchToken: undefined });
    await page.until(() => signal.aborted);
    page.element.fetchToken = () => 'token';
    await page.until(() => page.all('interview-editor').length === 1);
  });
});
