import type { FileState } from '@interviewlm/recording';
import { BaseElement, define, icon, iconStyles, scrollStyles } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ReplayCommandEvent } from './events.js';

/** A page of names: ten thousand files must not freeze the page. */
const mostShown = 500;

/** The files at one moment. What differs from the starter is marked, and so is what the recording can't vouch for. */
export class ReplayFiles extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    iconStyles,
    scrollStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--_raised);
      }
      ul {
        flex: 1;
        padding: 4px;
        list-style: none;
      }
      button {
        display: flex;
        align-items: center;
        gap: 7px;
        width: 100%;
        padding: 3px 8px;
        border: 0;
        border-radius: var(--_radius-s);
        background: none;
        color: var(--_muted);
        font: 400 var(--_size-s) / 20px var(--_font);
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        background: var(--_hover);
        color: var(--_text);
      }
      button[aria-current='true'] {
        background: var(--_accent-soft);
        color: var(--_text);
        font-weight: 500;
      }
      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .folder {
        color: var(--_muted);
        font-weight: 400;
      }
      .mark {
        flex: none;
        font: 600 var(--_size-xs) / 1 var(--_mono);
      }
      .added {
        color: var(--_success);
      }
      .changed {
        color: var(--_warning);
      }
      .damaged {
        color: var(--_danger);
      }
      p {
        padding: 8px 12px;
        color: var(--_muted);
        font-size: var(--_size-s);
      }
    `,
  ];

  @property({ attribute: false }) files: ReadonlyMap<string, FileState> = new Map();
  @property() shown: string | null = null;

  override render() {
    const paths = [...this.files.keys()].sort();
    if (paths.length === 0) return html`<p>No files at this moment.</p>`;
    return html`
      <ul class="scroll" aria-label="Files">
        ${repeat(
          paths.slice(0, mostShown),
          (path) => path,
          (path) => this.renderFile(path),
        )}
      </ul>
      ${paths.length > mostShown ? html`<p>${paths.length - mostShown} more files are not listed.</p>` : nothing}
    `;
  }

  private renderFile(path: string) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.slice(0, path.length - name.length);
    const file = this.files.get(path);
    return html`<li>
      <button
        aria-current=${path === this.shown ? 'true' : 'false'}
        title=${path}
        @click=${() => this.dispatchEvent(new ReplayCommandEvent({ do: 'show', path }))}
      >
        ${icon('file')}
        <span class="name"><bdi>${name}</bdi> <bdi class="folder">${folder.replace(/\/$/, '')}</bdi></span>
        ${file ? markOf(file) : nothing}
      </button>
    </li>`;
  }
}

function markOf(file: FileState) {
  const mark = (kind: string, letter: string, said: string) =>
    html`<span class="mark ${kind}" title=${said} aria-hidden="true">${letter}</span><span class="sr-only">, ${said}</span>`;
  if (file.damaged) return mark('damaged', '!', file.damaged);
  if (file.starter === null) return mark('added', 'A', 'made by the candidate');
  return file.content === file.starter ? nothing : mark('changed', 'M', 'changed since the start');
}

define('replay-files', ReplayFiles);

declare global {
  interface HTMLElementTagNameMap {
    'replay-files': ReplayFiles;
  }
}
