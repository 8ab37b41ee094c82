import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './support/api.js';

/** A server that is replaced behind a balancer, on a machine that has no time for it. */
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ DRAIN_SECONDS: '1' });
});
afterAll(() => api.close());

const request = 'GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n';
const dial = (url: string) => connect(Number(new URL(url).port), '127.0.0.1');

/** All that comes on it. */
async function answerOn(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) answer += chunk.toString();
  return answer;
}

test('a connection that the system took before the server stopped is served', async () => {
  const server = await api.another();
  const socket = dial(server.url);
  socket.write(request);
  const answer = answerOn(socket);
  // It has been dialled by then, and nobody had the time to take it.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  await server.stop();
  expect(await answer).toMatch(/^HTTP\/1.1 200 /);
});
