import type { StopReason } from '@anthropic-ai/sdk/resources/messages';

export type ReplyBlock =
  | { text: string }
  | { thinking: string }
  /** `json` sends these bytes instead of the input's, to break it. */
  | { tool: string; input: Record<string, unknown>; json?: string };

/** A stream to answer with, or a refusal, or nothing but a reset connection. */
export type Reply =
  | {
      blocks: ReplyBlock[];
      stop?: StopReason;
      /** Characters per delta; 6 unless told. */
      size?: number;
      /** Pause before each event. */
      delay_ms?: number;
      /** A ping after so many events, and every so many. */
      ping_every?: number;
      /** What happens after `after` events (all of them when left out) instead of the rest. */
      then?: 'drop' | 'end' | 'stall' | 'ping_forever' | { error: string };
      after?: number;
    }
  | { status: number; type: string; headers?: Record<string, string> }
  | { reset: true };

export type StreamReply = Extract<Reply, { blocks: unknown }>;
