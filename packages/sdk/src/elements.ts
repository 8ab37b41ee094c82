/**
 * The elements themselves, for pages that write them as tags: importing this defines `<interview-workspace>`, `<session-replay>` and
 * `<interview-apply>`. Safe to import on a server, and twice.
 */
import type { ReactiveElement } from 'lit';
import { SessionReplay } from '@interviewlm/replay';
import { InterviewWorkspace } from '@interviewlm/workspace/interview-workspace.js';
import { setAssetBase as setBase } from '@interviewlm/ui';
import { InterviewApply } from './apply/interview-apply.js';

export { InterviewApply, InterviewWorkspace, SessionReplay };
export * from './types.js';

type Placed = ReactiveElement & { readonly baseUrl: string };

let chosen = false;

/** Where you serve the editor's files yourself: a copy of `@interviewlm/ui/dist/monaco`. Call it before the first workspace. */
export function setAssetBase(url: string | URL): void {
  chosen = true;
  setBase(url);
}

/** A bundler doesn't carry the editor's files along: unless the host serves them, they come from where the interview does. */
function takeEditorFromServer(element: Placed): void {
  let known = '';
  const hostUpdate = () => {
    if (chosen || element.baseUrl === known) return;
    known = element.baseUrl;
    setBase(new URL('sdk/monaco/', new URL(known, document.baseURI)));
  };
  element.addController({ hostUpdate });
}

InterviewWorkspace.addInitializer((element) => takeEditorFromServer(element as Placed));
InterviewApply.addInitializer((element) => takeEditorFromServer(element as Placed));
