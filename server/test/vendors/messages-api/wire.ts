import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageCreateParamsStreaming, StopReason } from '@anthropic-ai/sdk/resources/messages';
import { tokens, type Counted, type TokenLedger } from './ledger.js';
import type { ReplyBlock, StreamReply } from './reply.js';
import type { ThinkingSeen } from './validate.js';

interface WireEvent {
  type: string;
  [field: string]: unknown;
}

export const errorBody = (type: string) => ({
  type: 'error',
  error: { type, message: `the server was told to answer ${type}` },
  request_id: 'req_test',
});

/** Writes one answer as server-sent events, with the trouble that was asked for. */
export async function writeReply(
  response: ServerResponse,
  reply: StreamReply,
  body: MessageCreateParamsStreaming,
  ledger: TokenLedger,
  seen: ThinkingSeen,
) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': 'req_test' });
  response.flushHeaders();
  let sent = 0;
  const counted = ledger.open(body);
  for (const event of events(reply, body, counted, seen)) {
    if (response.destroyed) return;
    if (reply.then !== undefined && sent === reply.after) break;
    if (reply.delay_ms) await sleep(reply.delay_ms);
    if (!write(response, event)) await drained(response);
    sent++;
    if (reply.ping_every && sent % reply.ping_every === 0) write(response, { type: 'ping' });
  }
  if (reply.then === undefined) response.end();
  else await trouble(response, reply.then);
}

/** The events of a whole answer. Tokens are counted as they are written, so that a bill is right for those who leave, too. */
function* events(
  reply: StreamReply,
  { model, max_tokens }: MessageCreateParamsStreaming,
  counted: Counted,
  seen: ThinkingSeen,
): Generator<WireEvent> {
  const id = `msg_${randomBytes(8).toString('hex')}`;
  let stop: StopReason = reply.stop ?? (reply.blocks.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn');
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...wireUsage(counted), output_tokens: 1 },
  };
  yield { type: 'message_start', message };
  const signature = randomBytes(16).toString('base64');
  let left = max_tokens * 4;
  for (const [index, block] of reply.blocks.entries()) {
    const { start, deltas } = wireBlock(block, signature);
    if ('id' in start && reply.blocks.some((other) => 'thinking' in other)) seen.add(start.id, signature);
    yield { type: 'content_block_start', index, content_block: start };
    const { text, toDelta, end } = deltas;
    const kept = text.slice(0, left);
    for (const piece of pieces(kept, reply.size ?? 6)) {
      counted.output_tokens += tokens(piece);
      yield { type: 'content_block_delta', index, delta: toDelta(piece) };
    }
    if (end) yield { type: 'content_block_delta', index, delta: end };
    yield { type: 'content_block_stop', index };
    left -= kept.length;
    if (kept.length < text.length) {
      stop = 'max_tokens';
      break;
    }
  }
  yield { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: counted.output_tokens } };
  yield { type: 'message_stop' };
}

function wireBlock(block: ReplyBlock, signature: string) {
  if ('text' in block) {
    return {
      start: { type: 'text', text: '' },
      deltas: { text: block.text, toDelta: (text: string) => ({ type: 'text_delta', text }), end: null },
    };
  }
  if ('thinking' in block) {
    const toDelta = (thinking: string) => ({ type: 'thinking_delta', thinking });
    return {
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: { text: block.thinking, toDelta, end: { type: 'signature_delta', signature } },
    };
  }
  const start = { type: 'tool_use', id: `toolu_${randomBytes(8).toString('hex')}`, name: block.tool, input: {} };
  const toDelta = (partial_json: string) => ({ type: 'input_json_delta', partial_json });
  return { start, deltas: { text: block.json ?? JSON.stringify(block.input), toDelta, end: null } };
}

async function trouble(response: ServerResponse, then: NonNullable<StreamReply['then']>): Promise<void> {
  if (then === 'end') {
    response.end();
    return;
  }
  // What was written arrives; the chunked body's end never does.
  if (then === 'drop') {
    response.socket?.end();
    return;
  }
  if (then === 'ping_forever') {
    while (!response.destroyed) {
      write(response, { type: 'ping' });
      await sleep(20);
    }
  } else if (then !== 'stall') {
    write(response, errorBody(then.error));
    response.end();
  }
}

const write = (response: ServerResponse, event: WireEvent): boolean =>
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

function* pieces(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const wireUsage = ({ input_tokens, cache_read_tokens, cache_write_tokens }: Counted) => ({
  input_tokens,
  cache_read_input_tokens: cache_read_tokens,
  cache_creation_input_tokens: cache_write_tokens,
});
