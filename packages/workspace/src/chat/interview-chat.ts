import { html, nothing } from 'lit';
import type { PropertyValues } from 'lit';
import { query, state } from 'lit/decorators.js';
import { limits } from '@interviewlm/protocol';
import type { Proposal } from '@interviewlm/protocol';
import { BaseElement, badgeStyles, buttonStyles, define, fieldStyles, icon, markdownStyles, msg, scrollStyles, str } from '@interviewlm/ui';
import { Part } from '../part.js';
import type { ShownMessage, Tool } from '../state/conversation.js';
import { inWords } from '../state/words.js';
import type { Workspace } from '../state/workspace.js';
import { chatStyles } from './chat-styles.js';
import './consent-menu.js';
import type { ConsentEvent } from './consent-menu.js';
import './proposal.js';
import type { ProposalDecideEvent } from './proposal.js';
import { ProseCache } from './prose.js';
import { Speech } from './speech.js';
import { usageWords } from './usage-words.js';

/**
 * `<interview-chat>`: the conversation with the assistant. Enter sends, Shift Enter starts a line, Escape stops an answer.
 *
 * @fires {CodeInsertEvent} code-insert - a code block of an answer was chosen to be put into the editor; `code`
 */
export class InterviewChat extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    badgeStyles,
    fieldStyles,
    scrollStyles,
    markdownStyles,
    chatStyles,
  ];

  @state() private problem = '';
  @state() private text = '';
  @state() private withFile = true;
  @query('textarea') private readonly input!: HTMLTextAreaElement | null;
  @query('.log') private readonly log!: HTMLElement | null;
  @state() private noted = '';
  private readonly prose = new ProseCache({
    insert: (code) => this.insert(code),
    copy: (code) => void this.copy(code),
  });
  private readonly speech = new Speech();
  private isAtEnd = true;
  private spoken = '';

  protected override observes({ conversation, session, files, connection }: Workspace) {
    return [conversation, session, files, connection];
  }

  /** Puts the focus on the field for a message. */
  override focus(): void {
    this.input?.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.spoken = this.speech.next(this.workspace?.conversation.answering ?? null);
  }

  protected override updated(): void {
    // Only while the reader is at the end: who reads further up isn't pulled away.
    if (this.isAtEnd && this.log) this.log.scrollTop = this.log.scrollHeight;
  }

  override render() {
    const { workspace } = this;
    const mode = workspace?.session.interview?.ai_policy.mode;
    if (!workspace || mode === undefined)
      return html`<ilm-spinner class="loading" label=${msg('Loading the conversation…')}></ilm-spinner>`;
    if (mode === 'off')
      return html`<ilm-notice icon="chat" heading=${msg('No assistant here')}
        >${msg('This interview is done without an AI assistant.')}</ilm-notice
      >`;
    const { conversation } = workspace;
    return html`
      <div class="log scroll" role="log" aria-label=${msg('Conversation')} aria-live="off" tabindex="0" @scroll=${this.onScroll}>
        ${conversation.messages.length === 0 ? this.renderEmpty(mode) : conversation.messages.map((message) => this.renderMessage(message))}
      </div>
      <div class="sr-only" role="status">${this.spoken}</div>
      <div class="sr-only" role="status">${this.noted}</div>
      ${this.renderComposer(workspace)}
    `;
  }

  private renderEmpty(mode: 'hints' | 'pair') {
    return html`<ilm-notice icon="spark" heading=${msg('Ask the assistant')}>
      ${
        mode === 'pair'
          ? msg('It can read your files, run the tests and propose changes. You decide what goes into your code.')
          : msg('It explains and gives hints. It doesn’t write the solution for you.')
      }
      ${msg('How you work with it is part of the interview.')}
    </ilm-notice>`;
  }

  private renderMessage(message: ShownMessage) {
    if (message.role === 'user') return html`<article class="message user" dir="auto" aria-label=${msg('You')}>${message.text}</article>`;
    const isArriving = message.status === 'streaming';
    return html`<article class="message assistant" aria-label=${msg('Assistant')} aria-busy=${isArriving}>
      ${message.tools.map((tool) => renderTool(tool))}
      <div class="prose" dir="auto">${this.prose.nodes(message, isArriving)}</div>
      ${message.proposals.map((proposal) => this.renderProposal(proposal))} ${this.renderEnd(message)}
    </article>`;
  }

  private renderEnd(message: ShownMessage) {
    const { conversation } = this.workspace ?? {};
    if (message.status === 'streaming')
      return html`<ilm-spinner
        label=${conversation?.reconnecting ? msg('Reconnecting…') : message.text || message.tools.length > 0 ? '' : msg('Thinking…')}
      ></ilm-spinner>`;
    if (message.status === 'stopped') return html`<p class="end">${msg('Stopped')}</p>`;
    if (message.status !== 'failed') return nothing;
    return html`<p class="end problem" role="alert">
      ${icon('error')}<span>${message.problem?.() ?? msg('The answer broke off.')}</span>
      ${
        message === conversation?.messages.at(-1)
          ? html`<button class="button small" @click=${() => void conversation.retry()}>${icon('retry')}${msg('Ask again')}</button>`
          : nothing
      }
    </p>`;
  }

  private renderProposal(proposal: Proposal) {
    const { files, conversation } = this.workspace ?? {};
    return html`<ilm-proposal
      .proposal=${proposal}
      .current=${files?.open.get(proposal.path)?.text ?? (files?.info(proposal.path) ? undefined : '')}
      .decision=${conversation?.decisions.get(proposal.id)}
      ?disabled=${!this.isOpen}
      @proposal-decide=${this.onDecide}
    ></ilm-proposal>`;
  }

  private renderComposer({ conversation, session, files, connection }: Workspace) {
    const usage = session.interview?.ai_policy.show_usage ? usageWords(conversation.usage) : null;
    const file = files.active?.split('/').at(-1);
    return html`<form class="composer" @submit=${this.onSubmit}>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${connection.state === 'online' ? nothing : html`<p class="away">${icon('offline')}${msg('The assistant can’t be reached until the connection is back.')}</p>`}
      <div class="box">
        <textarea
          rows="1"
          dir="auto"
          aria-label=${msg('Message to the assistant')}
          placeholder=${msg('Ask about the question or your code')}
          maxlength=${limits.messageChars}
          .value=${this.text}
          ?disabled=${!this.isOpen}
          @input=${this.onInput}
          @keydown=${this.onKey}
        ></textarea>
        <div class="tools">
          ${
            file
              ? html`<button
                  type="button"
                  class="chip"
                  aria-pressed=${this.withFile}
                  title=${msg('Send this file’s name and your selection along')}
                  @click=${() => (this.withFile = !this.withFile)}
                >
                  ${icon('file')}${this.withFile && files.place?.text ? msg(str`${file}, selection`) : file}
                </button>`
              : nothing
          }
          <ilm-consent-menu
            .tools=${session.interview?.ai_policy.tools ?? []}
            .withdrawn=${conversation.withdrawn}
            @assistant-consent=${this.onConsent}
          ></ilm-consent-menu>
          <span class="usage">${usage}</span>
          ${
            conversation.answering
              ? html`<button type="button" class="round" aria-label=${msg('Stop the answer')} @click=${() => void conversation.stop()}>
                  ${icon('stop')}
                </button>`
              : html`<button class="round" aria-label=${msg('Send')} ?disabled=${!this.isOpen || this.text.trim() === ''}>
                  ${icon('send')}
                </button>`
          }
        </div>
      </div>
    </form>`;
  }

  private get isOpen(): boolean {
    return this.workspace?.session.phase === 'active';
  }

  private insert(code: string): void {
    this.dispatchEvent(new CodeInsertEvent(code));
  }

  /** Without permission, or on a page without https, there is no clipboard: the code can still be selected. */
  private async copy(code: string): Promise<void> {
    const isCopied =
      isSecureContext &&
      (await navigator.clipboard.writeText(code).then(
        () => true,
        () => false,
      ));
    this.noted = isCopied ? msg('Copied') : msg('It could not be copied. Select it instead.');
  }

  private readonly onDecide = async ({ proposal, content, hunks }: ProposalDecideEvent) => {
    this.problem = '';
    const { conversation } = this.workspace ?? {};
    try {
      if (content === null) conversation?.reject(proposal);
      else await conversation?.accept(proposal, content, hunks);
      this.noted = content === null ? msg('The change was rejected') : msg(str`The change is in ${proposal.path}`);
      this.focus();
    } catch (error) {
      this.problem = inWords(error);
    }
  };

  private readonly onConsent = ({ consent, given }: ConsentEvent) => this.workspace?.conversation.consent(consent, given);

  private readonly onScroll = ({ target }: Event) => {
    const log = target as HTMLElement;
    this.isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  };

  private readonly onInput = ({ target }: Event) => {
    const input = target as HTMLTextAreaElement;
    this.text = input.value;
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && this.workspace?.conversation.answering) void this.workspace.conversation.stop();
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.onSubmit(event);
  };

  private readonly onSubmit = (event: Event) => {
    event.preventDefault();
    const { workspace } = this;
    const message = this.text.trim();
    if (!workspace || message === '' || !this.isOpen || workspace.conversation.answering) return;
    this.text = '';
    if (this.input) this.input.style.height = 'auto';
    this.isAtEnd = true;
    void workspace.conversation.send(message, this.withFile ? contextOf(workspace) : undefined);
  };
}

/** A code block of an answer was chosen to be put into the editor. */
export class CodeInsertEvent extends Event {
  constructor(readonly code: string) {
    super('code-insert', { bubbles: true, composed: true });
  }
}

function contextOf({ files }: Workspace) {
  if (files.active === null) return undefined;
  const place = files.place?.path === files.active ? files.place : null;
  if (!place?.text) return { path: files.active };
  return { path: files.active, selection: { start: place.start, end: place.end, text: place.text.slice(0, 20_000) } };
}

const toolNames = (): Readonly<Record<string, string>> => ({
  read_file: msg('Reading'),
  list_files: msg('Looking at the files'),
  search: msg('Searching'),
  run_tests: msg('Running the tests'),
  propose_edit: msg('Writing a change'),
});

const renderTool = ({ name, input_summary, status }: Tool) =>
  html`<p class="tool">
    ${status === 'running' ? html`<ilm-spinner></ilm-spinner>` : icon(status === 'done' ? 'check' : 'cross')}
    <span
      >${toolNames()[name] ?? name}${input_summary ? html` <code>${input_summary}</code>` : nothing}${status === 'failed' ? html` ${msg('(did not work)')}` : nothing}</span
    >
  </p>`;

define('interview-chat', InterviewChat);

declare global {
  interface HTMLElementTagNameMap {
    'interview-chat': InterviewChat;
  }
  interface HTMLElementEventMap {
    'code-insert': CodeInsertEvent;
  }
}
