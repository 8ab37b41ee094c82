// The floor of bench/terminal.mjs: a shell on a pseudo-terminal, behind a WebSocket, and nothing else.
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

const { spawn } = createRequire(new URL('../../server/package.json', import.meta.url))('@lydell/node-pty');
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });
server.on('connection', (socket) => {
  const shell = spawn('/bin/bash', ['--norc', '--noprofile'], { cols: 80, rows: 24, encoding: null });
  shell.onData((data) => socket.send(data));
  socket.on('message', (data) => shell.write(data.toString()));
  socket.on('close', () => shell.kill());
});
server.on('listening', () => console.log('listening'));
