import { transcriptOf, type Entry, type TranscriptItem, type TranscriptKind } from '@interviewlm/recording';
import { BaseElement, define, fieldStyles, icon, iconStyles, scrollStyles, type IconName } from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ReplayCommandEvent } from './events.js';
import { clock, spoken } from './time.js';

const icons: Record<TranscriptKind, IconName> = {
  session: 'flag',
  question: 'book',
  edit: 'edit',
  file: 'file',
  terminal: 'terminal',
  chat: 'chat',
  tests: 'tests',
  signal: 'info',
};
/** Lines of text shown of one item before it is opened. */
const previewChars = 400;

/** The whole recording in words, in order: for screen readers, for reading, and for finding where something was said or typed. */
export class ReplayTranscript extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    iconStyles,
    fieldStyles,
    scrollStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        font-size: var(--_size-s);
      }
      search {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 8px 12px;
        border-bottom: 1px solid var(--_border);
      }
      .count {
        flex: none;
        color: var(--_muted);
        font-size: var(--_size-xs);
        font-variant-numeric: tabular-nums;
      }
      ol {
        flex: 1;
        min-height: 0;
        padding: 4px 0;
        list-style: none;
      }
      li {
        content-visibility: auto;
        contain-intrinsic-height: auto 44px;
      }
      button {
        display: grid;
        grid-template-columns: 44px 16px 1fr;
        gap: 2px 8px;
        width: 100%;
        padding: 5px 12px;
        border: 0;
        border-inline-start: 2px solid transparent;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        background: var(--_hover);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      [aria-current='true'] button {
        border-inline-start-color: var(--_accent);
        background: var(--_accent-soft);
      }
      time {
        color: var(--_muted);
        font-variant-numeric: tabular-nums;
      }
      .icon {
        margin-top: 2px;
        color: var(--_muted);
      }
      .title {
        overflow-wrap: anywhere;
      }
      .detail {
        grid-column: 3;
        max-height: 90px;
        overflow: hidden;
        color: var(--_muted);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .mono {
        font: 400 12px/17px var(--_mono);
      }
      mark {
        border-radius: 2px;
        background: var(--_warning-soft);
        color: inherit;
        box-shadow: inset 0 -2px 0 var(--_warning);
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly Entry[] = [];
  /** How many of the entries there are by now: they are appended in place. */
  @property({ type: Number }) count = 0;
  @property({ type: Number }) now = 0;
  @state() private search = '';
  private items: TranscriptItem[] = [];

  override render() {
    const wanted = this.search.trim().toLowerCase();
    const found = wanted ? this.items.filter(({ title, detail }) => `${title}\n${detail}`.toLowerCase().includes(wanted)) : this.items;
    const current = found.findLast(({ at }) => at <= this.now);
    return html`
      <search>
        <input
          class="field"
          type="search"
          placeholder="Search code, chat, terminal and tests"
          aria-label="Search the recording"
          @input=${this.onSearch}
        />
        <span class="count" role="status">${wanted ? `${found.length} found` : `${found.length} entries`}</span>
      </search>
      <ol class="scroll" aria-label="Transcript">
        ${repeat(
          found,
          ({ seq }) => seq,
          (item) => this.renderItem(item, item === current, wanted),
        )}
      </ol>
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entries') || changed.has('count')) this.items = transcriptOf(this.entries);
  }

  private renderItem({ at, kind, title, detail }: TranscriptItem, current: boolean, wanted: string) {
    const mono = kind === 'edit' || kind === 'terminal' ? 'mono' : '';
    return html`<li aria-current=${current ? 'true' : nothing}>
      <button @click=${() => this.dispatchEvent(new ReplayCommandEvent({ do: 'seek', t_ms: at }))}>
        <time aria-label="At ${spoken(at)}">${clock(at)}</time>${icon(icons[kind])}
        <span class="title">${highlighted(title, wanted)}</span>
        ${detail.trim() ? html`<span class="detail ${mono}">${highlighted(excerpt(detail.trim(), wanted), wanted)}</span>` : nothing}
      </button>
    </li>`;
  }

  private readonly onSearch = (event: InputEvent): void => {
    this.search = (event.target as HTMLInputElement).value;
  };
}

/** The part of a long text that holds what was looked for. */
function excerpt(text: string, wanted: string): string {
  const found = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  const from = found > previewChars / 2 ? found - 60 : 0;
  return `${from ? '…' : ''}${text.slice(from, from + previewChars)}${text.length > from + previewChars ? '…' : ''}`;
}

function highlighted(text: string, wanted: string) {
  const found = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  if (found < 0) return text;
  const end = found + wanted.length;
  return html`${text.slice(0, found)}<mark>${text.slice(found, end)}</mark>${text.slice(end)}`;
}

define('replay-transcript', ReplayTranscript);

declare global {
  interface HTMLElementTagNameMap {
    'replay-transcript': ReplayTranscript;
  }
}
