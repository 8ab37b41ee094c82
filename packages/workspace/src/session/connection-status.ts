import { html, nothing } from 'lit';
import { icon, msg } from '@interviewlm/ui';
import type { Workspace } from '../state/workspace.js';

/** Said while the server is away: that it is, and that nothing is lost by it. */
export function connectionStatus({ connection, session }: Workspace) {
  const isWorking = session.phase === 'active' || session.phase === 'paused';
  if (connection.state === 'online' || !isWorking) return nothing;
  const isOffline = connection.state === 'offline';
  return html`<div class="connection">
    ${icon('offline')}
    <span
      ><strong>${isOffline ? msg('You are offline.') : msg('Reconnecting…')}</strong>
      ${msg('Keep working: everything is kept on this computer and sent when the connection is back.')}</span
    >
  </div>`;
}
