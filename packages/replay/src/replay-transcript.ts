import { transcriptOf, type Entry, type TranscriptItem, type TranscriptKind } from '@interviewlm/recording';
import { BaseElement, define, fieldStyles, getLocale, icon, msg, plural, str, type IconName } from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { ReplayCommandEvent } from './events.js';
import { highlighted } from './highlighted.js';
import { Paced } from './paced.js';
import { momentStyles, panelStyles } from './panel-styles.js';
import { clock, spoken } from './time.js';
import { retold } from './retold.js';

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
/** Characters shown of one item. */
const previewChars = 400;
/** Items drawn together: a second that passes touches the ones with the current item, and a frame adds a few more. */
const chunkItems = 50;

/**
 * The whole recording in words, in order: for screen readers, for reading, and for finding where something was said or typed. All of it
 * is on the page, as a reader needs it, but it is put there a piece a frame.
 */
export class ReplayTranscript extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    fieldStyles,
    ...panelStyles,
    momentStyles,
    css`
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
        padding: 4px 0;
      }
      li {
        content-visibility: auto;
        contain-intrinsic-height: auto 44px;
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly Entry[] = [];
  /** How many of the entries there are by now: they are appended in place. */
  @property({ type: Number }) count = 0;
  @property({ type: Number }) now = 0;
  @state() private filter = '';
  @state() private drawnChunks = 1;
  private items: readonly TranscriptItem[] = [];
  private readonly told = new Paced<readonly TranscriptItem[]>();

  override render() {
    const wanted = this.filter.trim().toLowerCase();
    const found = wanted
      ? this.items.filter(({ title, detail }) => `${retold(title)}\n${detail}`.toLowerCase().includes(wanted))
      : this.items;
    const current = found.findLastIndex(({ at }) => at <= this.now);
    return html`
      <search>
        <input
          class="field"
          type="search"
          placeholder=${msg('Only what holds …')}
          aria-label=${msg('Search the transcript')}
          @input=${this.onFilter}
        />
        <span class="count" role="status"
          >${
            wanted
              ? plural(found.length, str`${found.length} found`, str`${found.length} found`)
              : plural(found.length, str`${found.length} entry`, str`${found.length} entries`)
          }</span
        >
      </search>
      ${
        found.length > 0
          ? html`<ol class="scroll" aria-label=${msg('Transcript')}>
              ${this.renderChunks(found, current, wanted)}
            </ol>`
          : html`<ilm-notice icon="info">${wanted ? msg('No entry holds that.') : msg('Nothing has happened yet.')}</ilm-notice>`
      }
    `;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('entries') && !changed.has('count')) return;
    if (changed.has('entries')) this.drawnChunks = 1;
    this.items = this.told.get(this.count, false, () => transcriptOf(this.entries));
  }

  protected override updated(): void {
    if (this.drawnChunks * chunkItems < this.items.length) requestAnimationFrame(() => this.drawnChunks++);
  }

  private renderChunks(items: readonly TranscriptItem[], current: number, wanted: string) {
    const chunks = Math.min(this.drawnChunks, Math.ceil(items.length / chunkItems));
    return Array.from({ length: chunks }, (_, chunk) => {
      const from = chunk * chunkItems;
      const here = current >= from && current < from + chunkItems ? current : -1;
      const part = items.slice(from, from + chunkItems);
      return guard([part[0], part.at(-1), part.length, here, wanted, getLocale()], () =>
        part.map((item, index) => this.renderItem(item, from + index === here, wanted)),
      );
    });
  }

  private renderItem({ at, kind, title, detail }: TranscriptItem, current: boolean, wanted: string) {
    const mono = kind === 'edit' || kind === 'terminal' ? 'mono' : '';
    return html`<li aria-current=${current ? 'true' : nothing}>
      <button class="moment" @click=${() => this.dispatchEvent(new ReplayCommandEvent({ do: 'seek', t_ms: at }))}>
        <time aria-label=${msg(str`At ${spoken(at)}`)}>${clock(at)}</time>${icon(icons[kind])}
        <span class="title">${highlighted(retold(title), wanted)}</span>
        ${detail.trim() ? html`<span class="detail ${mono}" dir=${mono ? 'ltr' : 'auto'}>${highlighted(excerpt(detail.trim(), wanted), wanted)}</span>` : nothing}
      </button>
    </li>`;
  }

  private readonly onFilter = (event: InputEvent): void => {
    this.filter = (event.target as HTMLInputElement).value;
  };
}

/** The part of a long text that holds what was looked for. */
function excerpt(text: string, wanted: string): string {
  const found = wanted ? text.toLowerCase().indexOf(wanted) : -1;
  const from = found > previewChars / 2 ? found - 60 : 0;
  return `${from ? '…' : ''}${text.slice(from, from + previewChars)}${text.length > from + previewChars ? '…' : ''}`;
}

define('replay-transcript', ReplayTranscript);

declare global {
  interface HTMLElementTagNameMap {
    'replay-transcript': ReplayTranscript;
  }
}
