// Keys and output of a terminal through the product (sandbox, recording, flow control) beside the same shell on a bare pipe: node-pty
// behind a WebSocket and nothing else. Built packages needed.
// node bench/terminal.mjs [--rounds 5] [--keys 100] [--megabytes 50]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { decodeServerFrame, encodeClientFrame, terminalWindow } from '@interviewlm/protocol';
import { WebSocket } from 'ws';
import { finding, quantile } from './findings.mjs';
import { startInterview, startProduct } from './product.mjs';
import { cpuOf, freePort } from './recording/stage.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    keys: { type: 'string', default: '100' },
    megabytes: { type: 'string', default: '50' },
  },
});
const [rounds, keys, bytes] = [Number(values.rounds), Number(values.keys), Number(values.megabytes) * 1e6];

const product = await startProduct();
const bare = await startBare();
const ours = await openOurs();
const theirs = await openBare();
const seen = { p50: [[], []], p99: [[], []], rate: [[], []], cpu: [[], []] };
for (let round = 0; round < rounds; round++) {
  for (const [side, terminal] of [ours, theirs].entries()) {
    const echoes = await echo(terminal);
    seen.p50[side].push(quantile(echoes, 0.5));
    seen.p99[side].push(quantile(echoes, 0.99));
    const { seconds, cpu } = await flood(terminal);
    seen.rate[side].push(bytes / 1e6 / seconds);
    seen.cpu[side].push(cpu);
  }
}
await product.profile('terminal-echo', () => echo(ours));
await product.profile('terminal-output', () => flood(ours));
for (const each of [ours, theirs]) each.close();
await product.close();
bare.close();

const against = 'bare node-pty and ws';
const say = (measure, unit, [mine, other], goal) =>
  finding({ bench: 'terminal', measure, against, unit, ours: mine, theirs: other, ...(goal && { goal }) });
say('echo of a key, p50', 'ms', seen.p50, { most: 1.2 });
say('echo of a key, p99', 'ms', seen.p99, { most: 1.2 });
say(`${values.megabytes} MB of output`, 'MB/s', seen.rate, { least: 0.8 });
say(`server's processor time for it`, 's', seen.cpu);

/** Milliseconds from a key to its echo, one at a time. A comment, so that the shell has nothing to do. */
async function echo(terminal) {
  await terminal.run('#');
  const times = [];
  for (let key = 0; key < keys; key++) {
    const from = performance.now();
    const answered = terminal.next();
    terminal.send('x');
    await answered;
    times.push(performance.now() - from);
  }
  await terminal.run('');
  return times;
}

async function flood(terminal) {
  const [cpu, from] = [terminal.cpu(), performance.now()];
  await terminal.run(`yes 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde | head -c ${bytes}; echo`, bytes);
  return { seconds: (performance.now() - from) / 1000, cpu: terminal.cpu() - cpu };
}

/** What both ends have in common: text in, bytes out, and a mark in the output that tells when a command is done. */
function terminalOn(socket, { write, read, cpu }) {
  let heard = () => undefined;
  let [tail, counted, marks] = ['', 0, 0];
  socket.on('message', (data) => {
    const output = read(data);
    if (!output) return;
    counted += output.length;
    tail = (tail + output.subarray(-200).toString('latin1')).slice(-200);
    heard();
  });
  const next = () => new Promise((resolve) => (heard = resolve));
  return {
    cpu,
    next,
    send: (text) => socket.send(write(text)),
    close: () => socket.close(),
    /** Runs a line, or with `#` just begins one, and waits until its end and at least `least` bytes of output were heard. */
    async run(line, least = 0) {
      const from = counted;
      const mark = `done-${++marks}`;
      const isBegun = line === '#';
      socket.send(write(isBegun ? '#' : `${line}\necho do''ne-${marks}\n`));
      while (isBegun ? counted === from : !tail.includes(mark) || counted - from < least) await next();
    },
  };
}

async function openOurs() {
  const { id, token } = await startInterview(product, 'log-summary');
  const url = `${product.url.replace('http', 'ws')}/api/interview/${id}/terminal`;
  const socket = new WebSocket(url, ['ilm.terminal.v1', `ilm.token.${token}`]);
  const frame = (each) => encodeClientFrame(each);
  let isReady = () => undefined;
  const ready = new Promise((resolve) => (isReady = resolve));
  // As our client does: at the end of what came at once, and well before the server's window is full.
  let [received, acked] = [0, 0];
  const acknowledge = () => {
    if (acked === received) return;
    acked = received;
    socket.send(frame({ kind: 'ack', offset: acked }));
  };
  const terminal = terminalOn(socket, {
    cpu: product.cpu,
    write: (text) => frame({ kind: 'input', data: Buffer.from(text) }),
    read(data) {
      const message = decodeServerFrame(new Uint8Array(data));
      if (message?.kind === 'state' && message.state === 'ready') isReady();
      if (message?.kind !== 'output') return null;
      received = message.offset + message.data.length;
      if (received - acked >= terminalWindow.low) acknowledge();
      else setImmediate(acknowledge);
      return Buffer.from(message.data);
    },
  });
  await once(socket, 'open');
  socket.send(frame({ kind: 'resume', from_offset: 0 }));
  await ready;
  await terminal.run('');
  return terminal;
}

async function openBare() {
  const socket = new WebSocket(`ws://127.0.0.1:${bare.port}`);
  const terminal = terminalOn(socket, { cpu: bare.cpu, write: (text) => text, read: (data) => data });
  await once(socket, 'open');
  await terminal.run('');
  return terminal;
}

async function startBare() {
  const port = await freePort();
  const child = spawn(process.execPath, ['bench/terminal/bare.mjs', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { port, cpu: () => cpuOf(child.pid).own, close: () => child.kill() };
}
