import { expect, fixture, html } from '@open-wc/testing';
import { ConnectionError, ProblemError } from '@interviewlm/client';
import { BaseElement, define } from '@interviewlm/ui';
import type { nothing } from 'lit';
import { type TemplateResult } from 'lit';
import { Deed } from './deed.js';
import { Loading } from './loading.js';
import { Paged } from './paged.js';
import { problemText } from './problem.js';

type Answer = (value: string) => void;

/** Asks, and is answered when the test says so. */
class TestLoading extends BaseElement {
  readonly answers: Answer[] = [];
  readonly refusals: ((error: Error) => void)[] = [];
  readonly loading = new Loading<string>(
    this,
    () =>
      new Promise((resolve, reject) => {
        this.answers.push(resolve);
        this.refusals.push(reject);
      }),
    'the test',
  );
  override render(): TemplateResult | typeof nothing {
    return this.loading.render((value) => html`<p class="value">${value}</p>`);
  }
}
define('test-loading', TestLoading);

class TestPaged extends BaseElement {
  /** Of five numbers, two at a time. */
  readonly list = new Paged<number>(
    this,
    async (cursor) => {
      const from = Number(cursor ?? 1);
      if (from === this.failsAt) throw new ConnectionError('away');
      return { data: [from, from + 1].filter((each) => each <= 5), next_cursor: from + 2 <= 5 ? String(from + 2) : null };
    },
    'numbers',
  );
  failsAt = 0;
  override render(): TemplateResult | typeof nothing {
    return this.list.render(
      (items) => html`<p class="value">${items.join(' ')}</p>`,
      () => html`none`,
    );
  }
}
define('test-paged', TestPaged);

const settle = () => new Promise((resolve) => setTimeout(resolve));
const textOf = (element: BaseElement, selector: string) => element.shadowRoot?.querySelector(selector)?.textContent.trim() ?? '';
const press = (element: BaseElement, text: string) =>
  [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((each) => each.textContent.includes(text))?.click();

describe('what is asked of the server', () => {
  it('is loading, then shown; an answer that comes after the next question is dropped', async () => {
    const element = await fixture<TestLoading>(html`<test-loading></test-loading>`);
    expect(element.shadowRoot?.querySelector('ilm-spinner')?.label).to.equal('Loading the test …');
    void element.loading.reload();
    element.answers[1]?.('second');
    element.answers[0]?.('first');
    await settle();
    await element.updateComplete;
    expect(textOf(element, '.value')).to.equal('second');
  });

  it('says what failed and can be tried again', async () => {
    const element = await fixture<TestLoading>(html`<test-loading></test-loading>`);
    element.refusals[0]?.(new ConnectionError('gone'));
    await settle();
    await element.updateComplete;
    expect(textOf(element, '[role=alert]')).to.include('The server can’t be reached');
    press(element, 'Try again');
    element.answers[1]?.('back');
    await settle();
    await element.updateComplete;
    expect(textOf(element, '.value')).to.equal('back');
  });

  it('comes page by page; a page that failed can be asked for again', async () => {
    const element = await fixture<TestPaged>(html`<test-paged></test-paged>`);
    await settle();
    await element.updateComplete;
    expect(textOf(element, '.value')).to.equal('1 2');
    element.failsAt = 3;
    press(element, 'Show more');
    await settle();
    await element.updateComplete;
    expect(textOf(element, '.problem')).to.include('can’t be reached');
    element.failsAt = 0;
    for (const shown of ['1 2 3 4', '1 2 3 4 5']) {
      press(element, 'Show more');
      await settle();
      await element.updateComplete;
      expect(textOf(element, '.value')).to.equal(shown);
    }
    expect(element.shadowRoot?.querySelector('button')).to.equal(null);
  });
});

class TestDeed extends BaseElement {
  readonly deed = new Deed(this);
  override render(): TemplateResult {
    return this.deed.render();
  }
}
define('test-deed', TestDeed);

describe('a change', () => {
  it('is one at a time, and what became of it is said', async () => {
    const element = await fixture<TestDeed>(html`<test-deed></test-deed>`);
    let finish: (value: number) => void = () => undefined;
    const first = element.deed.run(() => new Promise<number>((resolve) => (finish = resolve)), 'Done.');
    expect(await element.deed.run(async () => 2)).to.equal(null);
    finish(1);
    expect(await first).to.equal(1);
    await element.updateComplete;
    expect(textOf(element, '.done')).to.equal('Done.');
    expect(await element.deed.run(() => Promise.reject(new ConnectionError('gone')))).to.equal(null);
    await element.updateComplete;
    expect([textOf(element, '.done'), textOf(element, '.problem')]).to.deep.equal([
      '',
      'The server can’t be reached. Check your connection and try again.',
    ]);
  });
});

describe('a problem', () => {
  const problem = { type: '', title: 'Not valid', status: 400, code: 'invalid_request', request_id: '' } as const;
  it('names the field, or the scope that is missing, in words', () => {
    const errors = [{ path: 'body.candidate.email', code: 'invalid_format', message: 'Invalid email address' }];
    expect(problemText(new ProblemError({ ...problem, errors }))).to.equal('candidate.email: Invalid email address');
    const scope = { ...problem, status: 403, code: 'forbidden', missing_scope: 'keys:write' } as const;
    expect(problemText(new ProblemError(scope))).to.equal('You may not do that here: it needs the scope keys:write.');
    expect(problemText(new Error('x is undefined'))).to.equal('Something went wrong on this page.');
  });
});
