import { createServer as createTcp, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, ServerError, Status, type CallContext, type CompatServiceDefinition } from 'nice-grpc';
import { startBlocks } from './blocks.js';
import { controlPlane } from './control.js';
import { serviceDefinitions } from './definitions.js';
import { Faults } from './faults.js';
import { commandRouter } from './router.js';
import { status, type Sandbox } from './sandboxes.js';
import { VolumeStore } from './volumes.js';
import { token, type World } from './world.js';

export interface ModalServer {
  /** For `MODAL_SERVER_URL`. */
  url: string;
  faults: Faults;
  /** Every sandbox ever made. */
  sandboxes(): Sandbox[];
  /** Cuts every connection, in the middle of whatever goes over it. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * A server that speaks Modal's wire protocol on loopback and runs commands in bubblewrap. It checks how we use the SDK, not Modal:
 * see README.md of the contract tests.
 */
export async function startModalServer(): Promise<ModalServer> {
  const root = await mkdtemp(join(tmpdir(), 'modal-'));
  const volumes = new VolumeStore(root);
  const blocks = await startBlocks(volumes);
  const faults = new Faults();
  let url = '';
  const world: World = {
    root,
    volumes,
    sandboxes: new Map(),
    starting: new Set(),
    access: () => ({ url: url.replace('http:', 'https:'), jwt: token() }),
  };

  const { ModalClientDefinition, TaskCommandRouterDefinition } = serviceDefinitions();
  const server = createServer();
  addService(server, ModalClientDefinition, controlPlane(world, blocks), faults);
  addService(server, TaskCommandRouterDefinition, commandRouter(world), faults);
  const port = await server.listen('127.0.0.1:0');
  const front = await startFront(port);
  url = `http://127.0.0.1:${front.port}`;
  return {
    url,
    faults,
    sandboxes: () => [...world.sandboxes.values()],
    reset: () => front.reset(),
    async close() {
      await Promise.all([...world.sandboxes.values()].map((sandbox) => sandbox.end(status.terminated)));
      front.close();
      server.forceShutdown();
      await blocks.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

type Method = (request: never, context: CallContext) => unknown;

/** Methods that this server lacks answer UNIMPLEMENTED; every other one meets its faults first. */
function addService(
  server: ReturnType<typeof createServer>,
  definition: CompatServiceDefinition,
  methods: Record<string, Method>,
  faults: Faults,
): void {
  const names = Object.keys((definition as unknown as { methods: Record<string, unknown> }).methods);
  const implementation = Object.fromEntries(names.map((name): [string, Method] => [name, spoilable(name, methods[name], faults)]));
  server.add(definition, implementation);
}

function spoilable(name: string, method: Method | undefined, faults: Faults): Method {
  if (method?.constructor.name === 'AsyncGeneratorFunction') {
    return async function* (request, context) {
      await faults.meet(name, context);
      yield* method(request, context) as AsyncIterable<unknown>;
    };
  }
  return async (request, context) => {
    const lost = await faults.meet(name, context);
    if (!method) throw new ServerError(Status.UNIMPLEMENTED, `this server has no ${name}`);
    const answer = await method(request, context);
    if (lost) throw new ServerError(Status.UNAVAILABLE, 'the answer was lost');
    return answer;
  };
}

/** A plain relay in front of the server, whose connections can be cut. */
async function startFront(port: number) {
  const sockets = new Set<Socket>();
  const front = createTcp((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (front.address() as AddressInfo).port,
    reset,
    close() {
      reset();
      front.close();
    },
  };
}
