import type { AiPolicy, RunResult, RuntimeName, Selection, TokenUsage } from '@interviewlm/protocol';
import type { z } from 'zod';

/** What the candidate has on the screen: the only facts of the interview that an assistant ever gets. */
export interface AssistantContext {
  question: { title: string; instructions: string; runtime: RuntimeName };
  files: readonly { path: string; content: string; read_only: boolean }[];
  open?: { path: string; selection?: z.infer<typeof Selection> };
  last_run: RunResult | null;
}

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; id: string; content: string; failed: boolean };

export interface AssistantMessage {
  role: 'user' | 'assistant';
  content: ContentBlock[];
}

export interface ToolDefinition {
  name: AiPolicy['tools'][number];
  description: string;
  /** JSON Schema of the input. */
  input_schema: Record<string, unknown> & { type: 'object' };
}

export interface AssistantRequest {
  model: string;
  /** Stable part first: it is cached by the vendor. */
  system: readonly string[];
  messages: readonly AssistantMessage[];
  tools: readonly ToolDefinition[];
  max_tokens: number;
  context: AssistantContext;
  policy: AiPolicy;
}

export type AssistantChunk =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'usage'; usage: Omit<TokenUsage, 'cost_micros'> }
  | { type: 'stop'; reason: 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal' | 'aborted' };

/** One call of a model. Twins: `providers/anthropic`, `providers/scripted`; both pass `test/contract/assistant.contract.ts`. */
export interface AssistantPort {
  /** The model used when an assessment names none. */
  readonly defaultModel: string;
  /** Ends with one `usage` and one `stop`, also after an abort if the vendor told the usage. Aborting ends it within 1 s. */
  stream(request: AssistantRequest, signal: AbortSignal): AsyncIterable<AssistantChunk>;
}

export class AssistantError extends Error {
  constructor(
    readonly code: 'overloaded' | 'rate_limited' | 'rejected' | 'unauthorized' | 'unavailable' | 'stalled',
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AssistantError';
  }
}
