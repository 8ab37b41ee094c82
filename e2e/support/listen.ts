import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Ports of origins that the demo's tenant has on its list, one for each file that runs beside others. */
    listed: readonly number[];
  }
}

/** The port of this file alone whose origin is on the list of the demo's tenant. */
export function listedPort(): number {
  const port = inject('listed')[Number(process.env['VITEST_POOL_ID']) - 1];
  if (port === undefined) throw new Error('More files run beside each other than there are listed origins.');
  return port;
}

const patience = 60_000;

/** Listens on loopback; port 0 is any free one. @throws the system's error, once a taken port has stayed taken for a minute. */
export async function listen(server: Server, port: number): Promise<number> {
  const until = Date.now() + patience;
  while (!(await opened(server, port, Date.now() > until))) await sleep(200);
  return (server.address() as AddressInfo).port;
}

function opened(server: Server, port: number, last: boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' && !last ? resolve(false) : reject(error));
    server.once('error', refused).listen(port, '127.0.0.1', () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}
