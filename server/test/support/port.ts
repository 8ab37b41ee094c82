import { createServer } from 'node:net';

/** Below the ports that Linux gives to whoever asks for any one (from 32768). */
const first = 12_000;
const perProcess = 40;
const processes = 500;
let asked = 0;

/**
 * A port on the loopback interface that is still free when a server that was told it listens there, and while that server is started again:
 * the system gives it to nobody, and other processes of tests ask for theirs in other places.
 */
export async function ownPort(): Promise<number> {
  for (let tries = 0; tries < perProcess; tries++) {
    const port = first + (process.pid % processes) * perProcess + (asked++ % perProcess);
    if (await isFree(port)) return port;
  }
  throw new Error('None of the ports of this process is free.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
