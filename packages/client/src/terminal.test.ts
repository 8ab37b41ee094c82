import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeClientFrame, encodeServerFrame } from '@interviewlm/protocol';
import type { ClientFrame } from '@interviewlm/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket as Socket } from 'ws';
import { createClient } from './client.js';
import type { TerminalConnection } from './terminal.js';

const id = 'itv_00000000000000000000000000';
const everything = Buffer.from(Array.from({ length: 5000 }, (_, at) => 32 + (at % 90)));
let http: Server;
let sockets: WebSocketServer;
let frames: ClientFrame[];
let protocols: string[];
let onConnection: (socket: Socket, turn: number) => void;
let turn: number;
let terminal: TerminalConnection | undefined;

beforeEach(async () => {
  frames = [];
  protocols = [];
  turn = 0;
  http = createServer();
  sockets = new WebSocketServer({ server: http, handleProtocols: () => 'ilm.terminal.v1' });
  sockets.on('connection', (socket, request) => {
    protocols.push(request.headers['sec-websocket-protocol'] ?? '');
    socket.on('message', (data) => {
      const frame = decodeClientFrame(data as Buffer);
      if (frame) frames.push(frame);
    });
    onConnection(socket, turn++);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  terminal?.close();
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  await new Promise((resolve) => http.close(resolve));
});

const client = () => createClient({ baseUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, token: 'tok' });
const send = (socket: Socket, from: number, to: number) =>
  socket.send(encodeServerFrame({ kind: 'output', offset: from, data: everything.subarray(from, to) }));
const until = async (check: () => boolean) => {
  for (let round = 0; round < 2_000 && !check(); round++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(check()).toBe(true);
};

test('resumes where it was cut, misses nothing and shows nothing twice', async () => {
  let cut = () => {};
  onConnection = (socket, connection) => {
    if (connection === 0) {
      cut = () => socket.terminate();
      socket.once('message', () => send(socket, 0, 3000));
    } else {
      // A server may send more than was asked for.
      send(socket, 2500, 4000);
      send(socket, 4000, 5000);
    }
  };
  const shown: Buffer[] = [];
  const statuses: string[] = [];
  terminal = client().openTerminal({
    interview: id,
    onOutput: (data, done) => {
      shown.push(Buffer.from(data));
      done();
    },
    onStatus: (status) => statuses.push(status),
  });
  await until(() => Buffer.concat(shown).length >= 3000);
  cut();
  await until(() => Buffer.concat(shown).length >= 5000);
  expect(Buffer.concat(shown).equals(everything)).toBe(true);
  const resumes = () => frames.filter(({ kind }) => kind === 'resume');
  await until(() => resumes().length === 2);
  expect(resumes()).toEqual([
    { kind: 'resume', from_offset: 0 },
    { kind: 'resume', from_offset: 3000 },
  ]);
  expect(statuses).toEqual(['open', 'reconnecting', 'open']);
  await until(() => frames.some((frame) => frame.kind === 'ack' && frame.offset === 5000));
});

test('the token travels as a sub-protocol, and keys typed meanwhile arrive once', async () => {
  onConnection = () => undefined;
  terminal = client().openTerminal({ interview: id, onOutput: () => undefined });
  expect(terminal.send('ls\n')).toBe(true);
  expect(terminal.send('x'.repeat(5000))).toBe(false);
  await until(() => frames.some(({ kind }) => kind === 'input'));
  const input = frames.flatMap((frame) => (frame.kind === 'input' ? [Buffer.from(frame.data).toString()] : []));
  expect(input).toEqual(['ls\n']);
  expect(protocols[0]).toContain('ilm.token.tok');
});

test('says which bytes are gone, and ends when the server says that it is final', async () => {
  const gaps: number[][] = [];
  onConnection = (socket) => {
    send(socket, 1000, 1100);
    setTimeout(() => socket.close(4404), 20);
  };
  const statuses: string[] = [];
  terminal = client().openTerminal({
    interview: id,
    onOutput: (_data, done) => done(),
    onGap: (from, to) => gaps.push([from, to]),
    onStatus: (status) => statuses.push(status),
  });
  await until(() => statuses.includes('closed'));
  expect(gaps).toEqual([[0, 1000]]);
  expect(turn).toBe(1);
});
