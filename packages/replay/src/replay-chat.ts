import type { Given, Message, ProposalState } from '@interviewlm/recording';
import {
  BaseElement,
  define,
  dollarsText,
  durationText,
  getLocale,
  icon,
  markdownStyles,
  msg,
  numberText,
  plural,
  renderMarkdown,
  str,
} from '@interviewlm/ui';
import { css, html, nothing, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { panelStyles } from './panel-styles.js';

/** The conversation with the assistant up to one moment, with what was proposed and what the candidate did with it. */
export class ReplayChat extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...panelStyles,
    markdownStyles,
    css`
      ol {
        padding: 12px;
      }
      li {
        display: grid;
        gap: 6px;
        padding-bottom: 14px;
      }
      .who {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--_muted);
        font-weight: 600;
      }
      .user .text {
        padding: 8px 12px;
        border-radius: var(--_radius-l);
        background: var(--_active);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .tool,
      .usage {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 8px;
        color: var(--_muted);
        font-size: var(--_size-xs);
      }
      .given {
        color: var(--_muted);
        font-size: var(--_size-xs);
      }
      .given p {
        margin: 4px 0;
      }
      .given code,
      .tool code {
        font-family: var(--_mono);
        overflow-wrap: anywhere;
      }
      .proposal {
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        overflow: hidden;
      }
      .proposal header {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 5px 8px;
        background: var(--_raised);
      }
      .proposal header bdi {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      pre.diff {
        max-height: 220px;
        margin: 0;
        padding: 6px 0;
        border-top: 1px solid var(--_border);
        font: 400 12px/18px var(--_mono);
      }
      .diff span {
        display: block;
        width: max-content;
        min-width: 100%;
        padding: 0 8px;
      }
      .diff .in {
        background: var(--_success-soft);
      }
      .diff .out {
        background: var(--_danger-soft);
      }
      .diff .place {
        color: var(--_faint);
      }
    `,
  ];

  @property({ attribute: false }) messages: readonly Message[] = [];
  @query('ol') private list?: HTMLElement;

  override render() {
    if (this.messages.length === 0)
      return html`<ilm-notice icon="chat">${msg('The assistant was not asked up to this moment.')}</ilm-notice>`;
    return html`<ol class="scroll" tabindex="0" aria-label=${msg('Conversation')}>
      ${repeat(
        this.messages,
        ({ role, id }) => `${role} ${id}`,
        // A message is never changed in place: one that was drawn is not drawn again.
        (message) =>
          guard([message, getLocale()], () => (message.role === 'user' ? this.renderUser(message) : this.renderAssistant(message))),
      )}
    </ol>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('messages');
    if (this.list && before && before.length !== this.messages.length) this.list.scrollTop = this.list.scrollHeight;
  }

  private renderUser({ text, given }: Message) {
    return html`<li class="user">
      <div class="who">${msg('Candidate')}</div>
      <div class="text" dir="auto">${text}</div>
      ${given ? renderGiven(given) : nothing}
    </li>`;
  }

  private renderAssistant(message: Message) {
    const { text, status, tools, proposals } = message;
    return html`<li class="assistant">
      <div class="who">${icon('spark')} ${msg('Assistant')} ${statusBadge(status)}</div>
      ${tools.map(({ name, input_summary }) => html`<div class="tool">${icon('tool')} ${name} <code>${input_summary}</code></div>`)}
      ${text ? html`<div class="prose" dir="auto">${guard([text], () => renderMarkdown(text))}</div>` : nothing}
      ${proposals.map(renderProposal)} ${usageOf(message)}
    </li>`;
  }
}

/** What the assistant had to answer from. */
function renderGiven({ run, files, tools }: Given) {
  const parts = [
    msg('the question'),
    files.length > 0 ? plural(files.length, str`${files.length} file`, str`${files.length} files`) : null,
    run ? msg('the last test run') : null,
    tools.length > 0 ? msg(str`tools: ${tools.join(', ')}`) : msg('no tools'),
  ];
  return html`<details class="given">
    <summary>${msg('What the assistant was given')}</summary>
    <p>${parts.filter(Boolean).join(' · ')}</p>
    ${files.map((path) => html`<code>${path}</code> `)}
  </details>`;
}

function statusBadge(status: string) {
  if (status === 'complete') return nothing;
  const words: Record<string, string> = { streaming: msg('Answering'), stopped: msg('Stopped'), failed: msg('Failed') };
  return html`<span class="badge ${status === 'failed' ? 'danger' : ''}">${words[status] ?? status}</span>`;
}

function renderProposal({ path, diff, decision, hunks }: ProposalState) {
  const word =
    decision === 'accepted'
      ? hunks
        ? msg(str`Accepted in part (${hunks.length})`)
        : msg('Accepted')
      : decision === 'rejected'
        ? msg('Rejected')
        : msg('Undecided');
  const tone = decision === 'accepted' ? 'success' : decision === 'rejected' ? 'danger' : '';
  return html`<section class="proposal" aria-label=${msg(str`Proposed change to ${path}`)}>
    <header>${icon('edit')}<bdi title=${path}>${path}</bdi><span class="badge ${tone}">${word}</span></header>
    <pre class="diff scroll" dir="ltr" tabindex="0">${guard([diff], () => diff.split('\n').slice(0, 400).map(renderDiffLine))}</pre>
  </section>`;
}

function renderDiffLine(line: string) {
  if (line.startsWith('---') || line.startsWith('+++')) return nothing;
  const kind = line.startsWith('+') ? 'in' : line.startsWith('-') ? 'out' : line.startsWith('@@') ? 'place' : '';
  return html`<span class=${kind}>${line || ' '}</span>`;
}

function usageOf({ usage, model, latency_ms }: Message) {
  if (!usage && latency_ms === null) return nothing;
  const tokens =
    usage &&
    msg(
      str`${numberText(usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens)} in, ${numberText(usage.output_tokens)} out`,
    );
  const cost = usage && dollarsText(usage.cost_micros / 1e6);
  const took = latency_ms === null ? null : durationText(latency_ms);
  return html`<div class="usage">${[model, tokens, cost, took].filter(Boolean).map((part) => html`<span>${part}</span>`)}</div>`;
}

define('replay-chat', ReplayChat);

declare global {
  interface HTMLElementTagNameMap {
    'replay-chat': ReplayChat;
  }
}
