import { createServer, type Server } from 'node:net';

/** Below the ports that Linux gives to whoever asks for any one (from 32768). */
const first = 12_000;
const perProcess = 40;
const processes = 500;
let ours: Promise<number> | undefined;
let asked = 0;

/**
 * A port on the loopback interface that is still free when a server that was told it listens there, and while that server is started again:
 * the system gives it to nobody, and other processes of tests ask for theirs in other places.
 */
export async function ownPort(): Promise<number> {
  const place = await (ours ??= takePlace());
  for (let tries = 1; tries < perProcess; tries++) {
    const port = place + 1 + (asked++ % (perProcess - 1));
    if (await isFree(port)) return port;
  }
  throw new Error('None of the ports of this process is free.');
}

/** Resolves with the first port of a place that is ours until we end, as we listen on it: two process numbers may be far apart and alike. */
async function takePlace(): Promise<number> {
  for (let tries = 0; tries < processes; tries++) {
    const port = first + ((process.pid + tries) % processes) * perProcess;
    if (await listens(createServer().unref(), port)) return port;
  }
  throw new Error('Every place is taken.');
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  if (!(await listens(probe, port))) return false;
  return new Promise((resolve) => probe.close(() => resolve(true)));
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
  });
}
