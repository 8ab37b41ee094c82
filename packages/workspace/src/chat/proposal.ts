import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Proposal } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, icon, msg, scrollStyles, str } from '@interviewlm/ui';
import { hunksOf, textWith } from '../diff/hunks.js';
import type { Hunk } from '../diff/hunks.js';
import { diffLines } from '../diff/lines.js';
import { diffRows, diffStyles } from '../diff/text-diff.js';
import type { Decision } from '../state/conversation.js';

/** What was decided: `content` is the file's text with the taken changes in it, null when none was taken. */
export class ProposalDecideEvent extends Event {
  constructor(
    readonly proposal: Proposal,
    readonly content: string | null,
    /** Which changes were taken, where it wasn't all of them. */
    readonly hunks: readonly number[] | undefined,
  ) {
    super('proposal-decide');
  }
}

const decided = (): Record<Decision, readonly [words: string, tone: string]> => ({
  accepted: [msg('Accepted'), 'success'],
  partly: [msg('Accepted in part'), 'success'],
  rejected: [msg('Rejected'), ''],
});

/** `<ilm-proposal>`: a change that the assistant proposes, as a comparison with a choice for each of its parts. */
export class ProposalView extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    badgeStyles,
    scrollStyles,
    diffStyles,
    css`
      :host {
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        overflow: hidden;
      }
      header,
      footer,
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--_space-2);
        padding: 6px var(--_space-2);
        background: var(--_raised);
        font-size: var(--_size-s);
      }
      label {
        min-height: 26px;
        padding-block: 3px;
        border-top: 1px solid var(--_border);
        color: var(--_muted);
        cursor: pointer;
      }
      footer {
        border-top: 1px solid var(--_border);
      }
      input {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--_accent);
      }
      .path {
        flex: 1;
        font: 500 var(--_size-s) / 1.4 var(--_mono);
        overflow-wrap: anywhere;
      }
      .hunk {
        max-height: 320px;
      }
      .left {
        /* Without the colours of a change, and as good to read as before. */
        filter: grayscale(1);
      }
      p {
        padding: var(--_space-2);
        border-top: 1px solid var(--_border);
        color: var(--_muted);
        font-size: var(--_size-s);
      }
    `,
  ];

  @property({ attribute: false }) proposal?: Proposal;
  /** The file as it is now; empty for one that doesn't exist. Undefined while it is being read. */
  @property({ attribute: false }) current?: string | undefined;
  @property({ attribute: false }) decision?: Decision | undefined;
  @property({ type: Boolean }) disabled = false;
  /** Keys of the changes that the candidate doesn't want. */
  @state() private left: ReadonlySet<string> = new Set();

  override render() {
    const { proposal, decision, current } = this;
    if (!proposal) return nothing;
    const lines = decision || current === undefined ? [] : diffLines(current, proposal.content);
    const hunks = hunksOf(lines);
    return html`<section aria-label=${msg(str`Proposed change to ${proposal.path}`)}>
      <header>
        ${icon('edit')}<span class="path">${proposal.path}</span>
        ${decision ? html`<span class="badge ${decided()[decision][1]}">${decided()[decision][0]}</span>` : nothing}
      </header>
      ${decision ? nothing : current === undefined ? html`<p>${msg('Reading the file…')}</p>` : this.renderChoice(hunks, () => this.take(lines, hunks))}
    </section>`;
  }

  private renderChoice(hunks: readonly Hunk[], take: () => void) {
    if (hunks.length === 0) return html`<p>${msg('Your file already is as proposed.')}</p>`;
    const taken = hunks.filter(({ key }) => !this.left.has(key)).length;
    return html`${hunks.map((hunk) => this.renderHunk(hunk, hunks.length))}
      <footer>
        <button class="button small primary" ?disabled=${this.disabled || taken === 0} @click=${take}>
          ${icon('check')}${taken === hunks.length ? msg('Accept') : msg(str`Accept ${taken} of ${hunks.length}`)}
        </button>
        <button class="button small" ?disabled=${this.disabled} @click=${() => this.decide(null, undefined)}>
          ${icon('cross')}${msg('Reject')}
        </button>
      </footer>`;
  }

  private renderHunk({ index, key, lines }: Hunk, count: number) {
    const isLeft = this.left.has(key);
    const name = msg(str`Change ${index + 1} of ${count}`);
    return html`${
        count > 1
          ? html`<label>
              <input type="checkbox" .checked=${!isLeft} ?disabled=${this.disabled} @change=${() => this.toggle(key)} />${name}
            </label>`
          : nothing
      }
      <div class="hunk scroll ${isLeft ? 'left' : ''}" tabindex="0" role="group" aria-label=${name}>${diffRows(lines, name)}</div>`;
  }

  private toggle(key: string): void {
    const left = new Set(this.left);
    if (!left.delete(key)) left.add(key);
    this.left = left;
  }

  private take(lines: ReturnType<typeof diffLines>, hunks: readonly Hunk[]): void {
    const taken = hunks.filter(({ key }) => !this.left.has(key)).map(({ index }) => index);
    this.decide(textWith(lines, new Set(taken)), taken.length === hunks.length ? undefined : taken);
  }

  private decide(content: string | null, hunks: readonly number[] | undefined): void {
    if (this.proposal) this.dispatchEvent(new ProposalDecideEvent(this.proposal, content, hunks));
  }
}

define('ilm-proposal', ProposalView);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-proposal': ProposalView;
  }
}
