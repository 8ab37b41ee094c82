import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The origin that the demo's tenant has on its list. Files that need it run beside each other, so each waits until the other has closed it. */
export const listedPort = 4000;
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
