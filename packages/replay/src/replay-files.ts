import type { FileState } from '@interviewlm/recording';
import { BaseElement, define, icon, msg, plural, str } from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ReplayCommandEvent } from './events.js';
import { panelStyles } from './panel-styles.js';
import { retold } from './retold.js';

/** Pixels from one name to the next, and names kept ready above and below those in view. */
const rowHeight = 26;
const overscan = 8;

/** The files at one moment: of ten thousand names, those in view. What differs from the starter is marked, and so is what is damaged. */
export class ReplayFiles extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...panelStyles,
    css`
      :host {
        background: var(--_raised);
      }
      .scroll {
        contain: strict;
      }
      ul {
        position: relative;
        padding: 0;
      }
      li {
        position: absolute;
        inset-inline: 4px;
        height: ${rowHeight}px;
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
      }
    `,
  ];

  @property({ attribute: false }) files: ReadonlyMap<string, FileState> = new Map();
  @property() shown: string | null = null;
  @state() private top = 0;
  @state() private height = 600;
  @query('.scroll') private list?: HTMLElement;
  private paths: readonly string[] = [];
  private observed: Element | null = null;
  private readonly sizes = new ResizeObserver(([entry]) => (this.height = entry?.contentRect.height ?? 600));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.observed = null;
  }

  override render() {
    const { paths, files } = this;
    if (paths.length === 0) return html`<p>${msg('No files at this moment.')}</p>`;
    const first = Math.max(0, Math.floor(this.top / rowHeight) - overscan);
    const inView = paths.slice(first, Math.ceil((this.top + this.height) / rowHeight) + overscan);
    return html`<div class="scroll" @scroll=${this.onScroll}>
      <ul
        aria-label=${plural(paths.length, str`${paths.length} file`, str`${paths.length} files`)}
        style="height: ${paths.length * rowHeight + 8}px"
      >
        ${repeat(
          inView,
          (path) => path,
          (path, index) => this.renderFile(path, files.get(path), first + index),
        )}
      </ul>
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('files') && !sameNames(this.paths, this.files)) this.paths = [...this.files.keys()].sort();
  }

  protected override updated(): void {
    const { list } = this;
    if (list === this.observed) return;
    this.sizes.disconnect();
    this.observed = list ?? null;
    if (list) this.sizes.observe(list);
  }

  private renderFile(path: string, file: FileState | undefined, index: number) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path.slice(0, path.length - name.length);
    return html`<li style="top: ${index * rowHeight + 4}px" aria-posinset=${index + 1} aria-setsize=${this.paths.length}>
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

  private readonly onScroll = (): void => {
    this.top = this.list?.scrollTop ?? 0;
  };
}

/** Most moments have the same files as the one before: to look is less than to sort. */
function sameNames(paths: readonly string[], files: ReadonlyMap<string, unknown>): boolean {
  return paths.length === files.size && paths.every((path) => files.has(path));
}

function markOf(file: FileState) {
  const mark = (kind: string, letter: string, said: string) =>
    html`<span class="mark ${kind}" title=${said} aria-hidden="true">${letter}</span><span class="sr-only">, ${said}</span>`;
  if (file.damaged) return mark('damaged', '!', retold(file.damaged));
  if (file.starter === null) return mark('added', 'A', msg('made by the candidate'));
  return file.content === file.starter ? nothing : mark('changed', 'M', msg('changed since the start'));
}

define('replay-files', ReplayFiles);

declare global {
  interface HTMLElementTagNameMap {
    'replay-files': ReplayFiles;
  }
}
