import type { ContentBlockParam, RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages';
import { AssistantError, type AssistantChunk } from '../../services/assistant/port.js';

type Usage = Extract<AssistantChunk, { type: 'usage' }>['usage'];
type Reason = Extract<AssistantChunk, { type: 'stop' }>['reason'];
type OpenBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'tool_use'; id: string; name: string; json: string };

const reasons: Readonly<Record<string, Reason>> & Record<StopReason, Reason> = {
  end_turn: 'end_turn',
  stop_sequence: 'end_turn',
  pause_turn: 'end_turn',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  model_context_window_exceeded: 'max_tokens',
  refusal: 'refusal',
};

/** Models may learn new reasons; an answer that is whole is one. */
const reasonOf = (told: string): Reason => reasons[told] ?? 'end_turn';

/** One answer as it arrives: events in, chunks out. */
export class Turn {
  /** True from the first token on, thinking included: the call may no longer be repeated. */
  begun = false;
  /** The finished blocks exactly as they came. */
  readonly content: ContentBlockParam[] = [];
  #block: OpenBlock | null = null;
  #usage: Usage | null = null;
  #characters = 0;
  #reason: Reason | null = null;
  #complete = false;
  #broken = false;

  *take(event: RawMessageStreamEvent): Generator<AssistantChunk, void> {
    switch (event.type) {
      case 'message_start':
        this.#count(event.message.usage);
        return;
      case 'content_block_start':
        this.begun = true;
        this.#block = opened(event.content_block);
        return;
      case 'content_block_delta':
        yield* this.#grow(event.delta);
        return;
      case 'content_block_stop':
        yield* this.#close();
        return;
      case 'message_delta':
        this.#count(event.usage);
        if (event.delta.stop_reason) this.#reason = reasonOf(event.delta.stop_reason);
        return;
      case 'message_stop':
        this.#complete = true;
        return;
    }
  }

  /** Usage and stop. Throws when the stream ended before the answer did. */
  *end(): Generator<AssistantChunk, void> {
    if (!this.#complete || !this.#reason) throw new AssistantError('unavailable', 'The answer was cut off', true);
    if (this.#broken && this.#reason !== 'max_tokens')
      throw new AssistantError('unavailable', 'The model called a tool with broken input', true);
    yield* this.usageSoFar();
    yield { type: 'stop', reason: this.#reason };
  }

  /** The vendor tells no final count to those who leave, so what was written counts by its length where that is more. */
  *abort(): Generator<AssistantChunk, void> {
    if (this.#usage) this.#usage.output_tokens = Math.max(this.#usage.output_tokens, Math.ceil(this.#characters / 4));
    yield* this.usageSoFar();
    yield { type: 'stop', reason: 'aborted' };
  }

  *usageSoFar(): Generator<AssistantChunk, void> {
    if (this.#usage) yield { type: 'usage', usage: { ...this.#usage } };
  }

  *#grow(delta: Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta']): Generator<AssistantChunk, void> {
    const block = this.#block;
    if (delta.type === 'text_delta' && block?.type === 'text') {
      block.text += delta.text;
      this.#characters += delta.text.length;
      if (delta.text) yield { type: 'text', text: delta.text };
    } else if (delta.type === 'input_json_delta' && block?.type === 'tool_use') {
      block.json += delta.partial_json;
      this.#characters += delta.partial_json.length;
    } else if (delta.type === 'thinking_delta' && block?.type === 'thinking') {
      block.thinking += delta.thinking;
      this.#characters += delta.thinking.length;
    } else if (delta.type === 'signature_delta' && block?.type === 'thinking') {
      block.signature += delta.signature;
    }
  }

  *#close(): Generator<AssistantChunk, void> {
    const block = this.#block;
    this.#block = null;
    if (!block) return;
    if (block.type !== 'tool_use') return void this.content.push(block);
    const input = parseInput(block.json);
    // Cut off by max_tokens: the next event says so.
    if (!input) return void (this.#broken = true);
    const call = { type: 'tool_use', id: block.id, name: block.name, input } as const;
    this.content.push(call);
    yield call;
  }

  #count(told: {
    [K in 'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens']?: number | null;
  }): void {
    this.#usage = {
      input_tokens: told.input_tokens ?? this.#usage?.input_tokens ?? 0,
      output_tokens: told.output_tokens ?? this.#usage?.output_tokens ?? 0,
      cache_read_tokens: told.cache_read_input_tokens ?? this.#usage?.cache_read_tokens ?? 0,
      cache_write_tokens: told.cache_creation_input_tokens ?? this.#usage?.cache_write_tokens ?? 0,
    };
  }
}

function opened(block: Extract<RawMessageStreamEvent, { type: 'content_block_start' }>['content_block']): OpenBlock | null {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'thinking':
      return { type: 'thinking', thinking: block.thinking, signature: block.signature };
    case 'redacted_thinking':
      return { type: 'redacted_thinking', data: block.data };
    case 'tool_use':
      return { type: 'tool_use', id: block.id, name: block.name, json: '' };
    default:
      return null;
  }
}

function parseInput(json: string): Record<string, unknown> | null {
  try {
    const input: unknown = JSON.parse(json || '{}');
    return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
