import { expect } from '@open-wc/testing';
import { Api } from '../testing/api.js';
import { clear, open } from '../testing/page.js';

const adaptive = (progress: object) => {
  const { question } = new Api();
  return { ...question, progress: { index: 0, total: 8, has_next: true, adaptive: true, ...progress } };
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
    expect(page.state().files.tabs).to.deep.equal(['src/sum.ts']);
    await expect(page.element).to.be.accessible();
  });
});
