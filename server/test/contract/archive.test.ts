import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { archiveRoutes, createDiskArchive } from '../../src/providers/disk/index.js';
import { createS3Archive } from '../../src/providers/s3/index.js';
import { startS3 } from '../vendors/s3/server.js';
import { credential } from '../vendors/s3/signature.js';
import { archiveContract } from './archive.contract.js';

archiveContract('disk', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { dir: await mkdtemp(join(tmpdir(), 'archive-')), publicUrl, secret: 'a secret of at least thirty-two bytes' };
  const serve = new Koa().use(archiveRoutes(options)).callback();
  server.on('request', (request, response) => {
    void serve(request, response);
  });
  return {
    archive: createDiskArchive(options),
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(options.dir, { recursive: true });
    },
  };
});

archiveContract('s3, over its wire protocol', async () => {
  const server = await startS3();
  const { endpoint, bucket } = server;
  const archive = createS3Archive({ bucket, region: 'us-east-1', ...credential, endpoint });
  return { archive, close: () => server.close() };
});
