import { msg } from '@interviewlm/ui';
import { html, nothing } from 'lit';
import { renderCode } from './code-view.js';
import type { Panel, Scene } from './scene.js';
import { renderTabs } from './session-tabs.js';
import { renderFiles, renderPanel, renderTerminal } from './session-views.js';

/** Files, code and terminal beside each other, and a panel for all the rest. */
export function renderWide(scene: Scene) {
  const panels: Panel[] = ['chat', 'tests', 'question', ...commentsPanel(scene), 'search', 'transcript'];
  return html`<ilm-split label=${msg('Files and code')} size="0.18" min="0.08" max="0.4">
    <div slot="start" class="pane">${renderFiles(scene)}</div>
    <ilm-split slot="end" label=${msg('Code and conversation')} size="0.64" min="0.3" max="0.85">
      <ilm-split slot="start" orientation="vertical" label=${msg('Code and terminal')} size="0.66">
        <div slot="start" class="pane">${renderCode(scene)}</div>
        <div slot="end" class="pane">${renderTerminal(scene)}</div>
      </ilm-split>
      <div slot="end" class="pane">${renderPanels(panels, scene)}</div>
    </ilm-split>
  </ilm-split>`;
}

/** All panels behind one another. */
export function renderNarrow(scene: Scene) {
  const panels: Panel[] = ['code', 'files', 'chat', 'tests', 'terminal', 'question', ...commentsPanel(scene), 'search', 'transcript'];
  return html`<div class="pane">${renderPanels(panels, scene)}</div>`;
}

const commentsPanel = ({ comments }: Scene): Panel[] => (comments.available ? ['comments'] : []);

function renderPanels(panels: readonly Panel[], scene: Scene) {
  const panel = panels.find((one) => one === scene.view.panel) ?? panels[0];
  if (!panel) return nothing;
  return html`${renderTabs(panels, panel, scene)}
    <div role="tabpanel" id="panel" aria-labelledby="tab-${panel}">${renderPanel(panel, scene)}</div>`;
}
