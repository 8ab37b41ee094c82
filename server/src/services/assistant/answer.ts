import type { Knex } from 'knex';
import { updateMessage, type MessageContent } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import { recordUsage } from '../../db/usage.js';
import { append, type At, type Unplaced } from '../recording/log.js';
import type { Meters, Tracing } from '../telemetry/port.js';
import { AnswerStream } from './answer-stream.js';
import { emptyContent, type Begun } from './begin.js';
import { converse, Interrupted, type Outcome, type Progress } from './converse.js';
import type { Drafts } from './drafts.js';
import { AssistantError, type AssistantPort } from './port.js';
import type { Toolbox } from './tools.js';
import { totalTokens } from './usage.js';

export interface AnswerDeps {
  knex: Knex;
  port: AssistantPort;
  tools: Toolbox;
  drafts: Drafts;
  graceMs: number;
  meters: Pick<Meters, 'used'>;
  tracing: Tracing;
  onError: (error: unknown, interview: string) => void;
}

/** One answer while it is made: streamed to whoever reads, stored as it grows, closed when it and its cost are durable. */
export class Answer {
  readonly stream: AnswerStream;
  readonly done: Promise<void>;
  readonly #controller = new AbortController();
  readonly #content: MessageContent = emptyContent();
  #text = '';

  constructor(
    private readonly deps: AnswerDeps,
    readonly at: At,
    private readonly begun: Begun,
  ) {
    this.stream = new AnswerStream(begun.message, deps.graceMs, () => this.stop());
    this.stream.push({ type: 'start', message_id: begun.message });
    this.done = this.#run().catch((error: unknown) => deps.onError(error, at.interview));
  }

  /** Ends the vendor's call at once. What was said and used until now is kept. */
  stop(): void {
    this.#controller.abort();
  }

  async #run(): Promise<void> {
    const { port, tools, tracing } = this.deps;
    const span = tracing.begin('assistant answer', 'client', { 'gen_ai.request.model': this.begun.conversation.model });
    try {
      const outcome = await converse(port, tools, this.begun.conversation, (progress) => this.#tell(progress), this.#controller.signal);
      await this.#finish(outcome, this.#controller.signal.aborted ? 'stopped' : 'complete');
      this.stream.push({ type: 'done', stop_reason: outcome.stop_reason, prompt_quality: this.begun.quality });
    } catch (error) {
      span.end(error);
      await this.#fail(error);
    } finally {
      span.end();
      this.stream.close();
    }
  }

  async #tell(progress: Progress): Promise<void> {
    if (progress.type === 'delta') this.#text += progress.text;
    else await this.#note(progress);
    this.stream.push(progress);
    // The reader waits for the model alone, not for the database.
    this.deps.drafts.grew(this.begun.message, this.at, () => ({ text: this.#text, content: { ...this.#content, beat_ms: Date.now() } }));
  }

  async #note(progress: Exclude<Progress, { type: 'delta' }>): Promise<void> {
    const message = this.begun.message;
    if (progress.type === 'proposal') {
      const { type: _, ...proposal } = progress;
      this.#content.proposals.push(proposal);
      return this.#append([{ type: 'chat.proposal', data: { message, proposal } }]);
    }
    const { type: _, ...tool } = progress;
    this.#content.tools = [...this.#content.tools.filter(({ id }) => id !== tool.id), tool];
    if (tool.status !== 'running') await this.#append([{ type: 'chat.tool', data: { message, ...tool } }]);
  }

  async #finish(outcome: Outcome, status: 'complete' | 'stopped' | 'failed'): Promise<void> {
    const { message, conversation } = this.begun;
    const { usage, text, latency_ms, stop_reason } = outcome;
    const {
      model,
      policy: { prompt_version },
    } = conversation;
    this.deps.meters.used(usage);
    // What is stored last is the whole answer.
    await this.deps.drafts.settle(message);
    const said = { type: 'chat.assistant', data: { message, text, status, model, prompt_version, latency_ms, usage } } as const;
    const used = { kind: 'assistant_tokens', quantity: totalTokens(usage), cost_micros: usage.cost_micros } as const;
    await withTenant(this.deps.knex, this.at.tenant, (tx) =>
      Promise.all([
        append(tx, this.at.interview, [said]),
        updateMessage(tx, message, { text, status, usage, content: { ...this.#content, stop_reason, beat_ms: Date.now() } }),
        recordUsage(tx, this.at.interview, used),
      ]),
    );
    this.stream.push({ type: 'usage', ...usage });
  }

  /** The vendor's own words stay out of the answer: they may quote the request. */
  async #fail(error: unknown): Promise<void> {
    const cause = error instanceof Interrupted ? error.cause : error;
    this.deps.onError(cause, this.at.interview);
    const known = cause instanceof AssistantError ? cause : null;
    const outcome = error instanceof Interrupted ? error.outcome : null;
    if (outcome) await this.#finish({ ...outcome, stop_reason: 'error' }, 'failed');
    this.stream.push({
      type: 'error',
      code: known?.code ?? 'internal',
      detail: known?.message ?? 'Something went wrong on our side.',
      retryable: known?.retryable ?? true,
    });
  }

  async #append(events: Unplaced[]): Promise<void> {
    await withTenant(this.deps.knex, this.at.tenant, (tx) => append(tx, this.at.interview, events));
  }
}
