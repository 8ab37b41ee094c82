import type { ContentBlockParam, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { AssistantMessage } from '../../services/assistant/port.js';

const most = 500;

/**
 * Answers that thought before they called a tool. The API wants them back whole and in order with the tool's result,
 * signatures included; the port has no word for thinking, so the driver keeps them until the loop that needs them is over.
 * A forgotten one costs nothing but the thought: only the running loop must send it.
 */
export class Recollection {
  readonly #byCall = new Map<string, ContentBlockParam[]>();

  remember(content: readonly ContentBlockParam[]): void {
    const call = content.find((block) => block.type === 'tool_use');
    if (!call || !content.some((block) => block.type === 'thinking' || block.type === 'redacted_thinking')) return;
    this.#byCall.set(call.id, sendable(content));
    const [oldest] = this.#byCall.keys();
    if (this.#byCall.size > most && oldest !== undefined) this.#byCall.delete(oldest);
  }

  /** The answer as it came, when `message` is one that is remembered. */
  recall(message: AssistantMessage): MessageParam['content'] | null {
    const calls = message.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
    const content = calls[0] === undefined ? undefined : this.#byCall.get(calls[0]);
    const remembered = content?.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
    return content && remembered?.join() === calls.join() ? content : null;
  }
}

/** The API sends empty text blocks but refuses to take them. */
const sendable = (content: readonly ContentBlockParam[]): ContentBlockParam[] =>
  content.filter((block) => block.type !== 'text' || block.text.trim() !== '');
