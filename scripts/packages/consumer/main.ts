// A page of somebody else, written against the published types. Says in its title how far it came.
import { loadInterviewLM } from '@interviewlm/sdk';
import type { InterviewWorkspace } from '@interviewlm/sdk';
import { loadMonaco } from '@interviewlm/ui';

const interviewlm = await loadInterviewLM({ baseUrl: location.origin, assetBase: '/node_modules/@interviewlm/ui/dist/monaco/' });
const workspace: InterviewWorkspace = await interviewlm.createWorkspace({
  interview: 'itv_01arz3ndektsv4rrffq69g5fav',
  fetchToken: () => Promise.resolve('none'),
});
workspace.addEventListener('interview-submit', ({ receipt }) => console.log(receipt.status));
document.body.append(workspace);
await workspace.updateComplete;
const { editor } = await loadMonaco();
const shown = workspace.shadowRoot?.querySelector('ilm-spinner, ilm-notice') ? 'workspace' : 'nothing';
document.title = `${shown} and ${editor.create(document.body.appendChild(document.createElement('div'))).getId() ? 'editor' : 'nothing'}`;
