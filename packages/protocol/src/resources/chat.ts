import { z } from 'zod';
import { FilePath, MicroUsd, Timestamp, limits } from '../common.js';
import { idOf } from '../ids.js';
import { AssistantTool } from './assessment.js';

export const Selection = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  text: z.string().max(20_000).optional(),
});

export const ChatRequest = z.object({
  message: z.string().trim().min(1).max(limits.messageChars),
  context: z.object({ path: FilePath, selection: Selection.optional() }).optional(),
  /**
   * What the candidate lets the assistant do for this answer; left out, all that the interview's policy allows. Without `read_file` it is
   * shown none of the candidate's files but the selection.
   */
  allow: z.array(AssistantTool).max(AssistantTool.options.length).optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

export const TokenUsage = z.object({
  input_tokens: z.number().int().nonnegative(),
  output_tokens: z.number().int().nonnegative(),
  cache_read_tokens: z.number().int().nonnegative(),
  cache_write_tokens: z.number().int().nonnegative(),
  cost_micros: MicroUsd,
});
export type TokenUsage = z.infer<typeof TokenUsage>;

/** One rule of prompt quality and whether the prompt met it; null where the rule has nothing to bear on. */
export const PromptQualityPart = z.object({
  name: z.enum(['specificity', 'context', 'follow_up', 'goal', 'verification']),
  weight: z.number().min(0).max(1),
  met: z.boolean().nullable(),
  reason: z.string(),
});
export type PromptQualityPart = z.infer<typeof PromptQualityPart>;

/** 0 to 1 with the reasons for it, by documented rules: the parts that apply, weighted, and their sentences. */
export const PromptQuality = z.object({
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  /** Of the rules. Prompts from before there were parts have neither. */
  version: z.string().optional(),
  parts: z.array(PromptQualityPart).optional(),
});
export type PromptQuality = z.infer<typeof PromptQuality>;

export const Proposal = z.object({
  id: z.string(),
  path: FilePath,
  /** Unified diff against `base_version`. */
  diff: z.string(),
  base_version: z.number().int().nonnegative(),
  content: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;

export const ChatMessage = z.object({
  id: idOf('message'),
  object: z.literal('chat_message'),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  proposals: z.array(Proposal),
  tools: z.array(z.object({ id: z.string(), name: z.string(), input_summary: z.string(), status: z.enum(['running', 'done', 'failed']) })),
  status: z.enum(['streaming', 'complete', 'stopped', 'failed']),
  model: z.string().nullable(),
  usage: TokenUsage.nullable(),
  prompt_quality: PromptQuality.nullable(),
  created_at: Timestamp,
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const Conversation = z.object({ object: z.literal('conversation'), messages: z.array(ChatMessage), usage: TokenUsage });
export type Conversation = z.infer<typeof Conversation>;

/** What the server sends on a chat stream; each has an SSE `id:` and `event:` is its `type`. To the sender only. */
export const ChatStreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), message_id: idOf('message') }),
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({
    type: z.literal('tool'),
    id: z.string(),
    name: z.string(),
    input_summary: z.string(),
    status: z.enum(['running', 'done', 'failed']),
  }),
  Proposal.extend({ type: z.literal('proposal') }),
  TokenUsage.extend({ type: z.literal('usage') }),
  z.object({ type: z.literal('done'), stop_reason: z.string(), prompt_quality: PromptQuality.nullable() }),
  z.object({ type: z.literal('error'), code: z.string(), detail: z.string(), retryable: z.boolean() }),
]);
export type ChatStreamEvent = z.infer<typeof ChatStreamEvent>;
