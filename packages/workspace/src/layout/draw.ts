import { html, nothing } from 'lit';
import { icon } from '@interviewlm/ui';
import { connectionStatus } from '../session/connection-status.js';
import { coverOf, spokenState } from '../session/covers.js';
import type { Layout } from './layout.js';
import { panes } from './panes.js';
import { topBar } from './top-bar.js';

/** The whole of a workspace that is open, as its layout says. */
export function draw(layout: Layout) {
  const { workspace, problem, host } = layout;
  const { session } = workspace;
  const cover = coverOf(workspace, problem, {
    resume: () => void layout.attempt(() => session.resume()),
    submit: () => void layout.attempt(() => host.submit()),
    retry: layout.reopen,
  });
  const isBlank = ['loading', 'submitted', 'error', 'expired'].includes(session.phase);
  return html`
    ${topBar(layout)} ${connectionStatus(workspace)}
    <span class="sr-only" role="status">${spokenState(workspace)}</span>
    ${problem && !cover ? html`<div class="connection" role="alert">${icon('error')}<span>${problem}</span></div>` : nothing}
    ${cover ? html`<div class="cover" role="group" tabindex="-1" aria-label=${spokenState(workspace) || nothing}>${cover}</div>` : nothing}
    ${isBlank ? nothing : panes(layout, cover !== null)}
    <interview-submit></interview-submit>
    <interview-about></interview-about>
  `;
}
