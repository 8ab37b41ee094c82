import type { AiPolicy, ChatStreamEvent, TokenUsage } from '@interviewlm/protocol';
import type { AssistantContext, AssistantMessage, AssistantPort, ContentBlock } from './port.js';
import { systemPrompt } from './prompt.js';
import { callTool, summary, toolsFor, type ToolOutcome, type Toolbox } from './tools.js';
import { addUsage, noUsage, priced, totalTokens } from './usage.js';

export interface Conversation {
  model: string;
  policy: AiPolicy;
  context: AssistantContext;
  /** The window of earlier turns, ending with the candidate's message. */
  messages: AssistantMessage[];
  /** What the interview has left. */
  tokens_left: number;
  micros_left: number;
}

export interface Outcome {
  text: string;
  stop_reason: string;
  usage: TokenUsage;
  /** From the request to the first token; the whole time when none came. */
  latency_ms: number;
}

/** What happens while an answer is made, in order. */
export type Progress = Extract<ChatStreamEvent, { type: 'delta' | 'tool' | 'proposal' }>;

/** A model that calls tool after tool is stopped. */
const mostSteps = 8;
const mostTokens = 8_192;

/**
 * One answer: calls the model, runs the tools it asks for, and calls it again with their results until it is done.
 * Progress is awaited, so that what is slow to take it slows the vendor. Throws `Interrupted` with what there was when the vendor fails.
 */
export async function converse(
  port: AssistantPort,
  tools: Toolbox,
  conversation: Conversation,
  tell: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { model, policy, context } = conversation;
  const messages = [...conversation.messages];
  const outcome: Outcome = { text: '', stop_reason: 'aborted', usage: noUsage, latency_ms: 0 };
  const began = performance.now();
  try {
    for (let step = 0; step < mostSteps; step++) {
      const request = {
        model,
        system: systemPrompt(context, policy),
        messages,
        tools: toolsFor(policy),
        max_tokens: mostTokens,
        context,
        policy,
      };
      const turn: Turn = { text: '', calls: [], reason: 'aborted' };
      for await (const chunk of port.stream(request, signal)) {
        if (chunk.type === 'text' || chunk.type === 'tool_use') outcome.latency_ms ||= Math.round(performance.now() - began);
        if (chunk.type === 'text') {
          turn.text += chunk.text;
          outcome.text += chunk.text;
          await tell({ type: 'delta', text: chunk.text });
        } else if (chunk.type === 'tool_use') turn.calls.push(chunk);
        else if (chunk.type === 'usage') outcome.usage = addUsage(outcome.usage, priced(model, chunk.usage));
        else turn.reason = chunk.reason;
      }
      outcome.stop_reason = signal.aborted ? 'aborted' : turn.reason;
      if (signal.aborted || turn.calls.length === 0 || turn.reason !== 'tool_use') break;
      if (isSpent(conversation, outcome.usage)) {
        outcome.stop_reason = 'budget';
        break;
      }
      messages.push(
        { role: 'assistant', content: [...textBlock(turn.text), ...turn.calls] },
        { role: 'user', content: await callAll(tools, policy, turn.calls, tell, signal) },
      );
      outcome.stop_reason = 'too_many_steps';
    }
  } catch (error) {
    if (!signal.aborted) throw new Interrupted(outcome, error);
    outcome.stop_reason = 'aborted';
  } finally {
    outcome.latency_ms ||= Math.round(performance.now() - began);
  }
  return outcome;
}

/** An answer that the vendor, or one of our own parts, broke off; what was said and used before it still counts. */
export class Interrupted extends Error {
  constructor(
    readonly outcome: Outcome,
    cause: unknown,
  ) {
    super('The answer was broken off', { cause });
    this.name = 'Interrupted';
  }
}

type Call = Extract<ContentBlock, { type: 'tool_use' }>;

interface Turn {
  text: string;
  calls: Call[];
  reason: string;
}

async function callAll(
  tools: Toolbox,
  policy: AiPolicy,
  calls: readonly Call[],
  tell: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): Promise<ContentBlock[]> {
  const results: ContentBlock[] = [];
  for (const { id, name, input } of calls) {
    const told = { type: 'tool', id, name, input_summary: summary(name, input) } as const;
    await tell({ ...told, status: 'running' });
    const result: ToolOutcome = await callTool(tools, policy, name, input, signal);
    if (result.proposal) await tell({ type: 'proposal', ...result.proposal });
    await tell({ ...told, status: result.failed ? 'failed' : 'done' });
    results.push({ type: 'tool_result', id, content: result.content, failed: result.failed });
  }
  return results;
}

const textBlock = (text: string): ContentBlock[] => (text === '' ? [] : [{ type: 'text', text }]);

const isSpent = ({ tokens_left, micros_left }: Conversation, used: TokenUsage) =>
  totalTokens(used) >= tokens_left || used.cost_micros >= micros_left;
