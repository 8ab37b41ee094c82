import type { Comment } from '@interviewlm/protocol';
import { BaseElement, buttonStyles, dateText, define, fieldStyles, icon, msg, str } from '@interviewlm/ui';
import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { NewComment, Thread } from './comment-store.js';
import { ReplayCommandEvent } from './events.js';
import { panelStyles } from './panel-styles.js';
import { clock, spoken } from './time.js';

/** What reviewers say about moments of the recording, in threads, and a place to say more. */
export class ReplayComments extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    fieldStyles,
    ...panelStyles,
    css`
      .thread {
        padding: 10px 12px;
        border-bottom: 1px solid var(--_border);
      }
      .thread[aria-current='true'] {
        border-inline-start: 2px solid var(--_accent);
        background: var(--_accent-soft);
      }
      .comment {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 8px;
        padding-block: 3px;
      }
      .reply {
        margin-inline-start: 16px;
        padding-inline-start: 8px;
        border-inline-start: 2px solid var(--_border);
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: baseline;
        color: var(--_muted);
        overflow-wrap: anywhere;
      }
      .who strong {
        color: var(--_text);
        font-weight: 600;
      }
      .at {
        padding: 0 5px;
        border: 0;
        border-radius: var(--_radius-s);
        background: var(--_active);
        color: var(--_accent);
        font: 500 var(--_size-xs) / 18px var(--_font);
        font-variant-numeric: tabular-nums;
        cursor: pointer;
      }
      .text {
        grid-column: 1;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .removed {
        color: var(--_muted);
        font-style: italic;
      }
      form {
        display: grid;
        gap: 6px;
        padding: 10px 12px;
        border-top: 1px solid var(--_border);
        background: var(--_raised);
      }
      textarea {
        resize: vertical;
        min-height: 52px;
      }
      .actions {
        display: flex;
        gap: 8px;
        align-items: center;
        flex-wrap: wrap;
      }
      .problem {
        color: var(--_danger);
      }
    `,
  ];

  @property({ attribute: false }) threads: readonly Thread[] = [];
  /** The moment that a new comment stands at. */
  @property({ type: Number }) now = 0;
  /** Who writes, as the host calls them; asked for when it is empty. */
  @property() author = '';
  @property({ attribute: false }) add: (comment: NewComment) => Promise<void> = () => Promise.resolve();
  @property({ attribute: false }) withdraw: (id: string) => Promise<void> = () => Promise.resolve();
  @state() private answering: Comment | null = null;
  @state() private sending = false;
  @state() private problem = '';

  override focus(): void {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  override render() {
    return html`
      ${
        this.threads.length > 0
          ? html`<ul class="scroll" aria-label=${msg('Comments')}>
              ${repeat(
                this.threads,
                ({ root }) => root.id,
                (thread) => this.renderThread(thread),
              )}
            </ul>`
          : html`<ilm-notice icon="chat"
              >${msg('Nobody has commented on this recording. The candidate never sees what is said here.')}</ilm-notice
            >`
      }
      ${this.renderForm()}
    `;
  }

  private renderThread({ root, replies }: Thread) {
    const near = Math.abs(root.t_ms - this.now) < 1000;
    return html`<li class="thread" aria-current=${near ? 'true' : nothing}>
      ${this.renderComment(root)} ${replies.map((reply) => html`<div class="reply">${this.renderComment(reply)}</div>`)}
      ${root.removed ? nothing : html`<button class="button quiet small" @click=${() => this.answer(root)}>${msg('Answer')}</button>`}
    </li>`;
  }

  private renderComment(comment: Comment) {
    const { t_ms, author, text, removed, reply_to, created_at } = comment;
    const at = html`<button
      class="at"
      aria-label=${msg(str`${clock(t_ms)}: go to that moment`)}
      @click=${() => this.dispatchEvent(new ReplayCommandEvent({ do: 'seek', t_ms }))}
    >
      ${clock(t_ms)}
    </button>`;
    return html`<div class="comment">
      <div class="who">
        ${reply_to ? nothing : at} <strong><bdi>${removed ? nothing : author}</bdi></strong>
        <time datetime=${created_at}>${dateText(created_at, 'short')}</time>
      </div>
      ${
        removed
          ? html`<div class="text removed">${msg('This comment was removed.')}</div>`
          : html`<button
                class="icon-button"
                aria-label=${msg(str`Remove the comment by ${author}`)}
                @click=${() => this.removeComment(comment)}
              >
                ${icon('trash')}
              </button>
              <div class="text" dir="auto">${text}</div>`
      }
    </div>`;
  }

  private renderForm() {
    const { answering } = this;
    return html`<form @submit=${this.onSubmit}>
      ${this.author ? nothing : html`<input class="field" name="author" required maxlength="100" placeholder=${msg('Your name')} aria-label=${msg('Your name')} />`}
      <textarea
        class="field"
        dir="auto"
        name="text"
        required
        maxlength="4000"
        aria-label=${answering ? msg(str`Answer to ${answering.author}`) : msg(str`Comment at ${spoken(this.now)}`)}
        placeholder=${answering ? msg(str`Answer to ${answering.author}`) : msg(str`Comment at ${clock(this.now)}`)}
      ></textarea>
      <div class="actions">
        <button class="button primary small" ?disabled=${this.sending}>${answering ? msg('Answer') : msg('Comment')}</button>
        ${answering ? html`<button type="button" class="button quiet small" @click=${() => (this.answering = null)}>${msg('Cancel')}</button>` : nothing}
        <span class="problem" role="alert">${this.problem}</span>
      </div>
    </form>`;
  }

  private answer(root: Comment): void {
    this.answering = root;
    void this.updateComplete.then(() => this.focus());
  }

  private readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const said = (name: string) => {
      const value = fields.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const author = this.author || said('author');
    const text = said('text');
    if (!author || !text) return;
    const { answering } = this;
    this.sending = true;
    const sent = await this.attempt(() =>
      this.add(answering ? { author, text, reply_to: answering.id } : { author, text, t_ms: Math.round(this.now) }),
    );
    this.sending = false;
    if (!sent) return;
    this.author = author;
    this.answering = null;
    form.reset();
  };

  private async removeComment({ id }: Comment): Promise<void> {
    await this.attempt(() => this.withdraw(id));
  }

  /** What was written stays where it is when it can't be kept. */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    this.problem = '';
    try {
      await work();
      return true;
    } catch {
      this.problem = msg('That could not be saved. Try again.');
      return false;
    }
  }
}

define('replay-comments', ReplayComments);

declare global {
  interface HTMLElementTagNameMap {
    'replay-comments': ReplayComments;
  }
}
