import { ConnectionError } from '@interviewlm/client';
import type { ChatMessage, ChatRequest, ChatStreamEvent, Conversation as Stored, Proposal, TokenUsage } from '@interviewlm/protocol';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';
import type { Files } from './files.js';
import { allowed, keepWithdrawn, readWithdrawn } from './consent.js';
import type { Consent } from './consent.js';
import { keep, kept } from './kept.js';
import { answerProblem, inWords } from './words.js';

/** `partly`: some of the proposal's changes were taken, others left. */
export type Decision = 'accepted' | 'partly' | 'rejected';
export type Tool = ChatMessage['tools'][number];

export interface ShownMessage {
  id: string;
  readonly role: 'user' | 'assistant';
  text: string;
  tools: Tool[];
  proposals: Proposal[];
  status: ChatMessage['status'];
  /** Why it failed, in plain words of the locale that the page has by then. */
  problem?: () => string;
}

const isOver = ({ status }: ShownMessage): boolean => status !== 'streaming';

const noUsage: TokenUsage = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, cost_micros: 0 };

/** The conversation with the assistant, and the answer that is arriving. */
export class Conversation extends Observable {
  messages: readonly ShownMessage[] = [];
  usage: TokenUsage = noUsage;
  /** The answer that is arriving. */
  answering: ShownMessage | null = null;
  reconnecting = false;
  readonly decisions = new Map<string, Decision>();
  /** What the candidate doesn't let the assistant do. */
  withdrawn: ReadonlySet<Consent>;
  private abort: AbortController | undefined;

  constructor(
    private readonly desktop: Desktop,
    private readonly files: Files,
  ) {
    super();
    this.decisions = readDecisions(desktop.interview);
    this.withdrawn = readWithdrawn(desktop.interview);
  }

  async load(): Promise<void> {
    this.show(await this.desktop.call('getConversation', { params: { id: this.desktop.interview } }));
    if (this.messages.at(-1)?.status === 'streaming') void this.pickUp();
  }

  async send(message: string, context?: ChatRequest['context']): Promise<void> {
    if (this.answering) return;
    await this.files.saveAll();
    const question = shown('user', message);
    const allow = allowed(this.withdrawn);
    const request: ChatRequest = { message, ...(context ? { context } : {}), ...(allow ? { allow } : {}) };
    await this.receive([question], (options) => this.desktop.client.chat(this.desktop.interview, request, options));
  }

  /** Asks the last question again, after it or its answer failed. */
  async retry(): Promise<void> {
    const at = this.messages.findLastIndex(({ role }) => role === 'user');
    const question = this.messages[at];
    if (!question || this.answering) return;
    this.messages = this.messages.slice(0, at);
    await this.send(question.text);
  }

  async stop(): Promise<void> {
    const { answering } = this;
    if (!answering) return;
    if (answering.id === '') return this.abort?.abort();
    await this.desktop
      .call('stopMessage', { params: { id: this.desktop.interview, message: answering.id } })
      .catch(() => this.abort?.abort());
  }

  /** Writes `content`, the file's text with what was taken of the proposal; `hunks` says which changes, where it wasn't all. */
  async accept(proposal: Proposal, content = proposal.content, hunks?: readonly number[]): Promise<void> {
    await this.files.accept(proposal.path, content);
    this.decide(proposal, hunks ? 'partly' : 'accepted', hunks);
  }

  reject(proposal: Proposal): void {
    this.decide(proposal, 'rejected');
  }

  /** Holds from the next question on, and after a reload. */
  consent(to: Consent, given: boolean): void {
    const withdrawn = new Set(this.withdrawn);
    if (given) withdrawn.delete(to);
    else withdrawn.add(to);
    this.withdrawn = withdrawn;
    keepWithdrawn(this.desktop.interview, withdrawn);
    this.changed();
  }

  private decide({ id, path }: Proposal, decision: Decision, hunks?: readonly number[]): void {
    this.decisions.set(id, decision);
    keep(decisionsKey(this.desktop.interview), Object.fromEntries(this.decisions));
    const data = { proposal: id, path, accepted: decision !== 'rejected', ...(hunks ? { hunks: [...hunks] } : {}) };
    this.desktop.record({ type: 'chat.decision', data });
    this.changed();
  }

  private async pickUp(): Promise<void> {
    const last = this.messages.at(-1);
    this.messages = this.messages.slice(0, -1);
    await this.receive([], (options) => this.desktop.client.resumeChat(this.desktop.interview, options));
    // It ended between the two requests: what is stored is whole.
    if (last && !this.messages.some(({ id }) => id === last.id)) await this.load();
  }

  private async receive(
    before: ShownMessage[],
    ask: (options: { signal: AbortSignal; onReconnecting: (is: boolean) => void }) => AsyncIterable<ChatStreamEvent>,
  ): Promise<void> {
    const abort = (this.abort = new AbortController());
    const answer = shown('assistant', '');
    answer.status = 'streaming';
    this.answering = answer;
    this.messages = [...this.messages, ...before, answer];
    this.changed();
    const onReconnecting = (is: boolean) => {
      this.reconnecting = is;
      this.changed();
    };
    try {
      for await (const event of ask({ signal: AbortSignal.any([abort.signal, this.desktop.signal]), onReconnecting }))
        this.take(answer, event);
      if (!isOver(answer)) this.messages = this.messages.filter((message) => message !== answer);
    } catch (error) {
      if (error instanceof ConnectionError) this.desktop.connection.lost();
      answer.status = abort.signal.aborted ? 'stopped' : 'failed';
      if (!abort.signal.aborted) answer.problem = () => inWords(error);
    } finally {
      this.answering = null;
      this.reconnecting = false;
      this.changed();
    }
    void this.files.refresh().catch(() => undefined);
  }

  private take(answer: ShownMessage, event: ChatStreamEvent): void {
    switch (event.type) {
      case 'start':
        answer.id = event.message_id;
        break;
      case 'delta':
        answer.text += event.text;
        break;
      case 'tool': {
        const { type: _, ...tool } = event;
        answer.tools = [...answer.tools.filter(({ id }) => id !== tool.id), tool];
        break;
      }
      case 'proposal': {
        const { type: _, ...proposal } = event;
        answer.proposals = [...answer.proposals.filter(({ id }) => id !== proposal.id), proposal];
        // To compare with; a file that can't be read now is read when the proposal is accepted.
        void this.files.ensureOpen(proposal.path).catch(() => undefined);
        break;
      }
      case 'usage': {
        const { type: _, ...usage } = event;
        this.usage = sum(this.usage, usage);
        break;
      }
      case 'done':
        answer.status = event.stop_reason === 'stopped' ? 'stopped' : 'complete';
        break;
      case 'error':
        answer.status = 'failed';
        answer.problem = () => answerProblem(event.code, event.detail);
    }
    this.changed();
  }

  private show({ messages, usage }: Stored): void {
    this.usage = usage;
    this.messages = messages.map(({ id, role, text, tools, proposals, status }) => ({ id, role, text, tools, proposals, status }));
    this.changed();
  }
}

const shown = (role: ShownMessage['role'], text: string): ShownMessage => ({
  id: '',
  role,
  text,
  tools: [],
  proposals: [],
  status: 'complete',
});

const sum = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  cache_read_tokens: a.cache_read_tokens + b.cache_read_tokens,
  cache_write_tokens: a.cache_write_tokens + b.cache_write_tokens,
  cost_micros: a.cost_micros + b.cost_micros,
});

const decisions: readonly unknown[] = ['accepted', 'partly', 'rejected'] satisfies Decision[];
const decisionsKey = (interview: string) => `interviewlm.decisions.${interview}`;

function readDecisions(interview: string): Map<string, Decision> {
  const entries = Object.entries(kept<Record<string, unknown>>(decisionsKey(interview)) ?? {});
  return new Map(entries.filter((entry): entry is [string, Decision] => decisions.includes(entry[1])));
}
