import type { Workspace } from '../state/workspace.js';

/**
 * Records when the candidate leaves the page and comes back. Facts, not judgements; the candidate is told, and an accommodation can
 * leave each kind out.
 */
export function watchIntegrity(workspace: Workspace): void {
  const { signal } = workspace;
  let isAway = false;
  const leave = () => {
    if (isAway) return;
    isAway = true;
    workspace.record({ type: 'integrity.blur', data: {} });
  };
  const comeBack = () => {
    if (!isAway) return;
    isAway = false;
    workspace.record({ type: 'integrity.focus', data: {} });
  };
  window.addEventListener('blur', leave, { signal });
  window.addEventListener('focus', comeBack, { signal });
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : comeBack()), { signal });
  document.addEventListener(
    'fullscreenchange',
    () => workspace.record({ type: 'integrity.fullscreen', data: { on: document.fullscreenElement !== null } }),
    { signal },
  );
}
