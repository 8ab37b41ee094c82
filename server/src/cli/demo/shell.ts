import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { decodeServerFrame, encodeClientFrame, type ClientFrame } from '@interviewlm/protocol';

const patience_ms = 15_000;
/** Silence after which a command counts as done. */
const quiet_ms = 700;

/** Types lines into the interview's terminal over its WebSocket, and waits after each until the shell is quiet. */
export async function typeInShell(
  baseUrl: string,
  interview: string,
  token: string,
  lines: readonly string[],
  between: () => Promise<void>,
): Promise<void> {
  const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/api/interview/${interview}/terminal`, [
    'ilm.terminal.v1',
    `ilm.token.${token}`,
  ]);
  const send = (frame: ClientFrame) => socket.send(encodeClientFrame(frame));
  let heard = 0;
  socket.binaryType = 'nodebuffer';
  socket.on('message', (data: Buffer) => {
    const frame = decodeServerFrame(data);
    if (frame?.kind !== 'output') return;
    heard = Date.now();
    send({ kind: 'ack', offset: frame.offset + frame.data.length });
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const settle = async (since: number) => {
    const deadline = Date.now() + patience_ms;
    while (Date.now() < deadline && (heard <= since || Date.now() - heard < quiet_ms)) await sleep(50);
  };
  try {
    send({ kind: 'resume', from_offset: 0 });
    send({ kind: 'resize', cols: 100, rows: 24 });
    await settle(0);
    for (const line of lines) {
      await between();
      const since = Date.now();
      send({ kind: 'input', data: new TextEncoder().encode(`${line}\r`) });
      await settle(since);
    }
  } finally {
    socket.close();
  }
}
