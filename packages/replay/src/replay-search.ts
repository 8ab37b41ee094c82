import type { Replay } from '@interviewlm/recording';
import { BaseElement, buttonStyles, define, fieldStyles, icon, msg, plural, str, type IconName } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ReplayCommandEvent } from './events.js';
import { highlighted } from './highlighted.js';
import { momentStyles, panelStyles } from './panel-styles.js';
import { searchRecording, type Hit, type HitKind } from './search.js';
import { clock, spoken } from './time.js';

const kinds = (): Record<HitKind, { readonly icon: IconName; readonly label: string }> => ({
  code: { icon: 'code', label: msg('Code') },
  chat: { icon: 'chat', label: msg('Assistant') },
  terminal: { icon: 'terminal', label: msg('Terminal') },
  tests: { icon: 'tests', label: msg('Tests') },
});
/** Keys come faster than anybody reads hits. */
const restMs = 150;

/** Finds in code, conversation, terminal and tests, and goes from hit to hit. */
export class ReplaySearch extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    fieldStyles,
    ...panelStyles,
    momentStyles,
    css`
      search {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
        padding: 8px 12px;
        border-bottom: 1px solid var(--_border);
      }
      .field {
        flex: 1 1 140px;
      }
      .count {
        flex: 1;
        color: var(--_muted);
        font-size: var(--_size-xs);
      }
      .flip {
        rotate: 180deg;
      }
    `,
  ];

  @property({ attribute: false }) replay: Replay | null = null;
  @state() private hits: readonly Hit[] = [];
  @state() private current = -1;
  @state() private searching = false;
  @state() private wanted = '';
  @query('input') private field!: HTMLInputElement;
  private running = new AbortController();

  override focus(): void {
    this.field.focus();
    this.field.select();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running.abort();
  }

  override render() {
    return html`
      <search>
        <input
          class="field"
          type="search"
          placeholder=${msg('Find in code, chat, terminal and tests')}
          aria-label=${msg('Find in the recording')}
          @input=${() => this.searchSoon()}
          @keydown=${this.onKey}
        />
        <button
          class="icon-button flip"
          aria-label=${msg('Previous hit')}
          title=${msg('Previous hit (Shift+Enter)')}
          @click=${() => this.go(-1)}
        >
          ${icon('chevron')}
        </button>
        <button class="icon-button" aria-label=${msg('Next hit')} title=${msg('Next hit (Enter)')} @click=${() => this.go(1)}>
          ${icon('chevron')}
        </button>
        <span class="count" role="status">${this.renderCount()}</span>
      </search>
      ${
        this.hits.length > 0
          ? html`<ol class="scroll" aria-label=${msg('Hits')}>
              ${repeat(this.hits, (hit, index) => this.renderHit(hit, index))}
            </ol>`
          : this.renderNone()
      }
    `;
  }

  private renderCount() {
    if (this.searching) return msg('Searching …');
    if (!this.wanted) return nothing;
    return this.current < 0
      ? plural(this.hits.length, str`${this.hits.length} found`, str`${this.hits.length} found`)
      : msg(str`${this.current + 1} of ${this.hits.length}`);
  }

  private renderNone() {
    if (this.searching) return html`<ilm-spinner label=${msg('Searching')}></ilm-spinner>`;
    return this.wanted
      ? html`<ilm-notice icon="info" heading=${msg('Nothing found')}
          >${msg('It is in no file, message, output or test up to the end.')}</ilm-notice
        >`
      : html`<ilm-notice icon="info">${msg('Find a name, an error or a word, at whatever moment it was there.')}</ilm-notice>`;
  }

  private renderHit({ at, kind, title, excerpt }: Hit, index: number) {
    return html`<li aria-current=${index === this.current ? 'true' : nothing}>
      <button class="moment" @click=${() => this.goTo(index)}>
        <time aria-label=${msg(str`At ${spoken(at)}`)}>${clock(at)}</time>${icon(kinds()[kind].icon)}
        <span class="title"><span class="sr-only">${kinds()[kind].label}: </span><bdi>${title}</bdi></span>
        <span class="detail mono" dir="ltr">${highlighted(excerpt, this.wanted)}</span>
      </button>
    </li>`;
  }

  private searchSoon(): void {
    this.running.abort();
    const { signal } = (this.running = new AbortController());
    this.searching = true;
    setTimeout(() => void this.search(signal), restMs);
  }

  private async search(signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.replay) return;
    const { value } = this.field;
    const hits = await searchRecording(this.replay, value, signal);
    if (signal !== this.running.signal) return;
    this.searching = false;
    this.wanted = value.trim().toLowerCase();
    this.hits = hits;
    this.current = -1;
    this.dispatchEvent(new ReplayCommandEvent({ do: 'find', query: this.wanted }));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    this.go(event.shiftKey ? -1 : 1);
  };

  private go(direction: 1 | -1): void {
    const { length } = this.hits;
    if (length === 0) return;
    const from = this.current < 0 && direction === -1 ? 0 : this.current;
    this.goTo((from + direction + length) % length);
  }

  private goTo(index: number): void {
    const hit = this.hits[index];
    if (!hit) return;
    this.current = index;
    this.renderRoot.querySelectorAll('li')[index]?.scrollIntoView({ block: 'nearest' });
    this.dispatchEvent(new ReplayCommandEvent({ do: 'seek', t_ms: hit.at }));
    if (hit.path !== null) this.dispatchEvent(new ReplayCommandEvent({ do: 'show', path: hit.path }));
  }
}

define('replay-search', ReplaySearch);

declare global {
  interface HTMLElementTagNameMap {
    'replay-search': ReplaySearch;
  }
}
