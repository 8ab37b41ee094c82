import { constants, openSync, closeSync } from 'node:fs';
import { Socket } from 'node:net';

/**
 * Real pipes to a process. Node's own "pipes" are sockets, which refuse to be opened by name, so that `echo > /dev/stdout` would fail.
 * Each takes a fresh FIFO; the child's end is handed to `spawn` and closed here after it.
 */
export interface Pipe {
  /** Our end. */
  socket: Socket;
  /** The child's end, blocking as programs expect. */
  fd: number;
}

export function readFrom(fifo: string): Pipe {
  const ours = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  return { socket: new Socket({ fd: ours, readable: true, writable: false }), fd: openSync(fifo, constants.O_WRONLY) };
}

export function writeTo(fifo: string): Pipe {
  // Opening one end waits for the other, unless somebody holds both for a moment.
  const both = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const theirs = openSync(fifo, constants.O_RDONLY);
  const ours = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
  closeSync(both);
  const socket = new Socket({ fd: ours, readable: false, writable: true });
  // The child may end without reading everything.
  socket.on('error', () => socket.destroy());
  return { socket, fd: theirs };
}
