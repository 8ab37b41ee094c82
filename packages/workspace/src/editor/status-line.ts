import { html, nothing } from 'lit';
import { languageOf, msg, str } from '@interviewlm/ui';
import type { OpenFile } from '../state/document.js';
import './settings-menu.js';
import type { EditorSettingsEvent } from './settings-menu.js';
import type { EditorSettings } from './settings.js';
import type { VimMode } from './vim.js';
import { languageNames, saveWords } from './words.js';

/** What the line below the editor tells. */
export interface EditorStatus {
  /** Both counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Whether Tab leaves the editor; null until somebody has asked for it. */
  readonly tabLeaves: boolean | null;
  /** Null without Vim's keys. */
  readonly vimMode: VimMode | null;
  readonly settings: EditorSettings;
}

export interface StatusActions {
  readonly onSettings: (event: EditorSettingsEvent) => void;
  readonly onTabMode: () => void;
}

export function statusLine(file: OpenFile, status: EditorStatus, { onSettings, onTabMode }: StatusActions) {
  const { line, column, tabLeaves, vimMode, settings } = status;
  return html`<div class="status">
    <span role="status" class="grow ${file.state === 'failed' ? 'problem' : ''}">
      ${file.readOnly ? msg('Read-only: part of the question') : (file.problem?.() ?? saveWords()[file.state])}
    </span>
    <span role="status" class="vim-mode">${vimMode ? vimWords()[vimMode] : nothing}</span>
    <span role="status" class="tab-mode ${tabLeaves ? '' : 'sr-only'}">${tabWords(tabLeaves)}</span>
    <span class="place">${msg(str`Line ${line}, column ${column}`)}</span>
    <span class="language">${languageNames[languageOf(file.path)] ?? msg('Plain text')}</span>
    <ilm-editor-settings
      .settings=${settings}
      .tabLeaves=${tabLeaves === true}
      @editor-settings=${onSettings}
      @editor-tab-mode=${onTabMode}
    ></ilm-editor-settings>
  </div>`;
}

function tabWords(leaves: boolean | null) {
  if (leaves === null) return nothing;
  return leaves ? msg('Tab leaves the editor (Ctrl+M)') : msg('Tab indents again');
}

const vimWords = (): Readonly<Record<VimMode, string>> => ({
  normal: msg('Normal mode'),
  insert: msg('Insert mode'),
  visual: msg('Visual mode'),
  replace: msg('Replace mode'),
});
