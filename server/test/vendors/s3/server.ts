import { startFauxqs } from 'fauxqs';
import { startFaultProxy, type FaultProxy } from './proxy.js';

export interface S3Server {
  /** Address of the proxy before the server. */
  endpoint: string;
  bucket: string;
  proxy: FaultProxy;
  close(): Promise<void>;
}

/** A real S3-compatible server with one bucket, behind a proxy that can spoil any exchange. */
export async function startS3(): Promise<S3Server> {
  const server = await startFauxqs({ port: 0, logger: false });
  const bucket = 'interviewlm-test';
  server.createBucket(bucket);
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: server.port });
  return {
    endpoint: proxy.url,
    bucket,
    proxy,
    async close() {
      await proxy.close();
      await server.stop();
    },
  };
}
