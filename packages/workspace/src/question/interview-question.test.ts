import { expect } from '@open-wc/testing';
import { Api } from '../testing/api.js';
import { clear, open } from '../testing/page.js';

const adaptive = (progress: object) => {
  const { question } = new Api();
  return { ...question, progress: { index: 0, total: 8, has_next: true, adaptive: true, follow_ups: false, ...progress } };
};

describe('<interview-question> where the next question is chosen', function () {
  this.timeout(60_000);
  beforeEach(clear);
  after(clear);

  it('says how many there are at most and that the answer is tested, and stays when nothing more is asked', async () => {
    const api = new Api();
    api.question = adaptive({});
    const page = await open(api);
    await page.until(() => page.text().includes('Question 1 of at most 8'));
    page.find('interview-question .next .button').click();
    const dialog = page.dialog('interview-question ilm-dialog');
    expect(dialog.open).to.equal(true);
    expect(page.text()).to.include('It is tested first: which question comes next, and whether one does');
    api.question = adaptive({ total: 1, has_next: false });
    page.find('interview-question [slot=actions] .primary').click();
    await page.until(() => page.text().includes('That was the last question. You can go on working on it until you submit.'));
    expect(page.find('interview-question p.next').getAttribute('role')).to.equal('status');
    expect(page.all('interview-question button')).to.deep.equal([]);
    await page.until(() => page.state().files.tabs.join() === 'src/sum.ts');
    await expect(page.element).to.be.accessible();
  });
});

describe('<interview-question> that builds on another', function () {
  this.timeout(60_000);
  beforeEach(clear);
  after(clear);

  it('says before that one may come, and then that the files are those of before', async () => {
    const api = new Api();
    const { question } = api;
    api.question = { ...question, progress: { ...question.progress, follow_ups: true } };
    const page = await open(api);
    await page.until(() => page.all('interview-question .next .button').length > 0);
    expect(page.all('interview-question .builds')).to.deep.equal([]);
    page.find('interview-question .next .button').click();
    expect(page.text()).to.include('when all of its tests pass, a question that builds on it may come next, and your files stay');
    const current = { ...question.current, id: 'qst_00000000000000000000000001', title: 'Three sums', builds_on: { title: 'Two sums' } };
    api.question = { ...question, current, progress: { index: 1, total: 3, has_next: true, adaptive: false, follow_ups: true } };
    page.find('interview-question [slot=actions] .primary').click();
    await page.until(() => page.text().includes('This builds on “Two sums”: your files from there are still here'));
    expect(page.text()).to.include('Question 2 of 3');
    await page.until(() => page.state().files.tabs.join() === 'src/sum.ts');
    await expect(page.element).to.be.accessible();
  });
});
