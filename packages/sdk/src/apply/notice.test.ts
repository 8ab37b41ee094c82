import { expect, fixture, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import { noticeVersions } from '../notice.js';
import { card, careersUrl, openAssessment } from '../testing/careers-page.js';
import './interview-apply.js';
import type { InterviewApply } from './interview-apply.js';

it('says word for word what its version stands for: other words need another version', async () => {
  const said: string[] = [];
  for (const ai_mode of ['off', 'pair'] as const) {
    const assessment = openAssessment({ card: { ...card, ai_mode } });
    const element = await fixture<InterviewApply>(
      html`<interview-apply base-url=${careersUrl} publishable-key="ilm_pk_test" assessment=${assessment}></interview-apply>`,
    );
    const notice = () => element.shadowRoot?.querySelector('.notice')?.textContent.replace(/\s+/g, ' ').trim() ?? '';
    await waitUntil(() => notice() !== '', 'the notice', { timeout: 20_000 });
    said.push(notice());
  }
  expect({ [noticeVersions.apply]: said }).to.deep.equal({
    'apply-2': [
      'Your edits, test runs and terminal are recorded, so that the team can see how you work. A score is made by rules, and an AI model may have a part in it. People see how it came about, and decide. The clock starts at once.',
      'Your edits, test runs, terminal and conversation with the assistant are recorded, so that the team can see how you work. A score is made by rules, and an AI model may have a part in it. People see how it came about, and decide. The clock starts at once.',
    ],
  });
});
