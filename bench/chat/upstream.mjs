// The model's side of bench/chat.mjs: speaks the streaming Messages API and says in each delta when it was sent, in nanoseconds of the clock
// that all processes of this machine share.
// node bench/chat/upstream.mjs <port> <deltas> <pause between two, in ms>
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [port, deltas, pause_ms] = process.argv.slice(2).map(Number);
const usage = { input_tokens: 100, output_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

createServer((request, response) => {
  request.resume().once('end', () => void answer(response));
}).listen(port, '127.0.0.1', () => console.log('listening'));

async function answer(response) {
  const write = (type, rest) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.socket.setNoDelay(true);
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'bench', content: [], stop_reason: null, stop_sequence: null };
  write('message_start', { message: { ...message, usage } });
  write('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  for (let sent = 0; sent < deltas && !response.destroyed; sent++) {
    await sleep(pause_ms);
    write('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `${process.hrtime.bigint()} ` } });
  }
  write('content_block_stop', { index: 0 });
  write('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: deltas } });
  write('message_stop', {});
  response.end();
}
