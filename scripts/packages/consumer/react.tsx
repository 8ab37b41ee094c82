// The same in React: the components, and a tag itself with its types. Says in its title how far it came, too.
import { InterviewWorkspace, SessionReplay, setAssetBase } from '@interviewlm/sdk/react';
import { loadMonaco } from '@interviewlm/ui';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

setAssetBase('/node_modules/@interviewlm/ui/dist/monaco/');
const fetchToken = () => Promise.resolve('none');

async function tell(): Promise<void> {
  const workspace = document.querySelector('interview-workspace');
  await workspace?.updateComplete;
  const { editor } = await loadMonaco();
  const shown = workspace?.shadowRoot?.querySelector('ilm-spinner, ilm-notice') ? 'workspace' : 'nothing';
  document.title = `${shown} and ${editor.create(document.body.appendChild(document.createElement('div'))).getId() ? 'editor' : 'nothing'}`;
}

function Page() {
  useEffect(() => void tell(), []);
  return (
    <>
      <InterviewWorkspace
        interview="itv_01arz3ndektsv4rrffq69g5fav"
        baseUrl={location.origin}
        fetchToken={fetchToken}
        onInterviewSubmit={({ receipt }) => console.log(receipt.submitted_at)}
      />
      <SessionReplay fetchToken={fetchToken} onReplaySeek={({ t_ms }) => console.log(t_ms.toFixed())} />
      <session-replay fetchToken={fetchToken} author="Priya" onreplay-seek={({ t_ms }) => console.log(t_ms.toFixed())} />
    </>
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(<Page />);
