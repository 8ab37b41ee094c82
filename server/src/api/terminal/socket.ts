import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { decodeClientFrame } from '@interviewlm/protocol';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { SessionActor } from '../../services/scope.js';
import type { At } from '../../services/recording/log.js';
import { at } from '../at.js';
import type { Terminal } from '../../services/terminal/terminal.js';
import { ApiError } from '../../errors.js';
import { Viewer } from '../../services/terminal/viewer.js';

export interface TerminalSocketDeps {
  terminals: { get(at: At, terminal: number, writes: boolean): Promise<Terminal> };
  /** Who a session token speaks for; throws an `ApiError` for one that is none, or no longer. */
  authenticate(token: string): Promise<SessionActor>;
  /** Starts the interview's clock, or ends it, when that is due. */
  admit(actor: SessionActor, interview: string): Promise<void>;
  /** Whether pages of this origin may open the actor's sockets; `host` is the one that was asked for, as in the header. */
  allowsOrigin(actor: SessionActor, origin: string, host: string | undefined): Promise<boolean>;
  onError: (error: unknown) => void;
  /** Called for every connection; what it returns, at its end. */
  opened?: () => () => void;
}

/** The sub-protocol that is spoken; the client also offers `ilm.token.<jwt>`, which is never sent back. */
const spoken = 'ilm.terminal.v1';
const tokenPrefix = 'ilm.token.';
const route = /^\/api\/interview\/(itv_[0-9a-z]{26})\/terminal$/;
const largestFrame = 256 * 1024;
const heartbeatMs = 15_000;
/** A client that doesn't say where it resumes is shown everything. */
const patienceMs = 1_000;

/** Serves `WS /api/interview/:id/terminal?terminal=0..3`. Returns the way to end all connections. */
export function serveTerminals(server: Server, deps: TerminalSocketDeps): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    handleProtocols: () => spoken,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    admit(request, deps).then(
      (admission) => {
        if ('refusal' in admission) return refuse(socket, admission.refusal);
        sockets.handleUpgrade(request, socket, head, (client) => {
          serve(client, admission, deps).catch((error: unknown) => {
            deps.onError(error);
            // Who is cut off comes again, to this process or to another.
            client.close(1011, 'Not available now');
          });
        });
      },
      (error: unknown) => {
        if (error instanceof ApiError) return refuse(socket, `${error.status} ${error.code}`);
        deps.onError(error);
        refuse(socket, '500 Internal Server Error');
      },
    );
  });
  const heartbeat = setInterval(() => beat(sockets), heartbeatMs);
  return () => {
    clearInterval(heartbeat);
    for (const client of sockets.clients) client.close(1012, 'The server is restarting');
    sockets.close();
  };
}

type Admission = { at: At; terminal: number; writes: boolean } | { refusal: string };

async function admit(request: IncomingMessage, deps: TerminalSocketDeps): Promise<Admission> {
  const url = new URL(request.url ?? '/', 'http://terminal');
  const [, interview] = route.exec(url.pathname) ?? [];
  if (interview === undefined) return { refusal: '404 Not Found' };
  const terminal = url.searchParams.get('terminal') ?? '0';
  if (!/^[0-3]$/.test(terminal)) return { refusal: '400 Bad Request' };
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
  if (!offered.includes(spoken)) return { refusal: '400 Bad Request' };
  if (token === undefined) return { refusal: '401 Unauthorized' };
  const actor = await deps.authenticate(token);
  // Raw bytes come letter by letter: nothing in them can be hidden in time.
  if ((actor.kind !== 'candidate' && actor.kind !== 'observer') || actor.masked) return { refusal: '403 Forbidden' };
  if (actor.interview !== interview) return { refusal: '404 Not Found' };
  const { origin } = request.headers;
  if (origin !== undefined && !(await deps.allowsOrigin(actor, origin, request.headers.host))) return { refusal: '403 Forbidden' };
  await deps.admit(actor, interview);
  return { at: at(actor, interview), terminal: Number(terminal), writes: actor.kind === 'candidate' };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function serve(
  client: WebSocket,
  { at: where, terminal, writes }: Exclude<Admission, { refusal: string }>,
  deps: TerminalSocketDeps,
): Promise<void> {
  const early: RawData[] = [];
  const keep = (data: RawData) => early.length < 64 && early.push(data);
  client.on('message', keep);
  client.on('error', () => client.terminate());
  markAlive(client);
  const closed = deps.opened?.();
  if (closed) client.once('close', closed);
  const shown = await deps.terminals.get(where, terminal, writes);
  // Nobody is left who would look at it: no shell is started for them.
  if (client.readyState !== client.OPEN) return;
  const viewer = new Viewer(
    writes,
    (frame) => client.readyState === client.OPEN && client.send(frame),
    (why) => (why === 'ended' ? client.close(1000, 'ended') : client.close(1012, 'The terminal goes on elsewhere')),
  );
  const receive = (data: RawData) => {
    const frame = decodeClientFrame(asBytes(data));
    if (frame) shown.receive(viewer, frame);
    else client.close(1007, 'Not a terminal frame');
  };
  const showAll = () => !viewer.started && client.readyState === client.OPEN && shown.show(viewer, 0);
  // On a busy machine the time may be over before what came in it is read: that is read first.
  const patience = setTimeout(() => setImmediate(showAll), patienceMs);
  client.on('close', () => {
    clearTimeout(patience);
    shown.detach(viewer);
  });
  shown.attach(viewer);
  client.off('message', keep);
  client.on('message', receive);
  early.forEach(receive);
}

const asBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;

const silent = new WeakSet<WebSocket>();

function markAlive(client: WebSocket): void {
  client.on('pong', () => silent.delete(client));
}

/** Keeps proxies awake, and ends a connection that didn't answer the last ping. */
function beat(sockets: WebSocketServer): void {
  for (const client of sockets.clients) {
    if (silent.has(client)) {
      client.terminate();
      continue;
    }
    silent.add(client);
    client.ping();
  }
}
