import type { IncomingMessage } from 'node:http';
import type { ContentBlockParam, MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';

interface Problem {
  status: number;
  type: string;
}
const invalid: Problem = { status: 400, type: 'invalid_request_error' };

/** Thinking that came before tool calls: its signature must come back with the tool's result. */
export class ThinkingSeen {
  readonly #signatures = new Map<string, string>();

  add(call: string, signature: string): void {
    this.#signatures.set(call, signature);
  }

  signatureFor(call: string): string | undefined {
    return this.#signatures.get(call);
  }
}

/** Why the real API would refuse the request, or null. */
export function requestProblem(request: IncomingMessage, body: MessageCreateParamsStreaming, seen: ThinkingSeen): Problem | null {
  if (request.method !== 'POST' || request.url?.split('?')[0] !== '/v1/messages') return { status: 404, type: 'not_found_error' };
  const key = request.headers['x-api-key'] ?? request.headers.authorization?.replace('Bearer ', '');
  if (key !== 'test-key') return { status: 401, type: 'authentication_error' };
  if (!request.headers['anthropic-version'] || !(body.max_tokens > 0) || body.messages.length === 0) return invalid;
  // https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide
  if (body.model.startsWith('claude-sonnet-5-5') && body.thinking?.type === 'disabled') return invalid;
  if (body.messages.at(-1)?.role !== 'user') return invalid;
  return messagesProblem(body.messages, seen) ? invalid : null;
}

function messagesProblem(messages: readonly MessageParam[], seen: ThinkingSeen): boolean {
  return messages.some((message, index) => {
    const blocks = blocksOf(message);
    if (blocks.length === 0 || blocks.some((block) => block.type === 'text' && block.text.trim() === '')) return true;
    const called = blocks.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
    if (called.length === 0) return false;
    const next = messages[index + 1];
    const answered = next ? blocksOf(next).flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : [])) : [];
    if (!called.every((id) => answered.includes(id))) return true;
    // Only the running loop has to think on: its results are the last message.
    return index === messages.length - 2 && !thoughtsKept(blocks, called[0] ?? '', seen);
  });
}

function thoughtsKept(blocks: readonly ContentBlockParam[], call: string, seen: ThinkingSeen): boolean {
  const wanted = seen.signatureFor(call);
  return wanted === undefined || blocks.some((block) => block.type === 'thinking' && block.signature === wanted);
}

const blocksOf = ({ content }: MessageParam): ContentBlockParam[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;
