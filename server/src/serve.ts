import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextLook } from 'node:timers/promises';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { createHandlers } from './api/handlers.js';
import { createApi } from './api/index.js';
import { atsRoutes } from './ats/index.js';
import { ConsoleCookie } from './api/console/cookie.js';
import { Origins } from './api/middleware/cors.js';
import { unsubscribePage } from './api/pages/unsubscribe.js';
import { serveTerminals } from './api/terminal/socket.js';
import type { Env } from './env.js';
import type { Backend } from './main.js';
import { RateLimiter } from './services/limits/index.js';

export interface ServerOptions {
  /** Pages and other things for eyes, in front of the API. */
  readonly before?: readonly Koa.Middleware[];
  /** For tests: refuse to send what the contract doesn't allow. */
  readonly checkAnswers?: boolean;
}

export interface HttpServer {
  readonly server: Server;
  /** Takes no new connection, and waits for the requests under way. */
  readonly end: () => Promise<void>;
}

/** Longest that a request under way may take once the server is to stop. */
const patience_ms = 10_000;

/** The HTTP server over a backend, not listening yet. */
export function createHttpServer(
  env: Pick<Env, 'publicUrl' | 'insecureWebhooks' | 'trustedProxies' | 'drainSeconds'>,
  backend: Backend,
  log: Logger,
  options: ServerOptions = {},
): HttpServer {
  const { services, stopping, draining, knex } = backend;
  const { tokens, sessions, keys } = services;
  const onError = (err: unknown) => log.error({ err }, 'a connection failed');
  const limiter = new RateLimiter(knex);
  const origins = new Origins(new URL(env.publicUrl).origin, services.tenants);
  const checks = { database: () => knex.raw('select 1').then(() => 'ready'), sandbox: () => check(backend.sandboxFor('live')) };
  const server = createApi({
    handlers: createHandlers({ ...services, knex, limiter, publicUrl: env.publicUrl, draining, onError, checks }),
    origins,
    keys,
    tokens,
    limiter,
    idempotency: services.idempotency,
    audit: services.audit,
    masking: services.masking,
    console: { sessions: services.consoleSessions, cookie: new ConsoleCookie(env.publicUrl), publicUrl: env.publicUrl },
    signIns: services.signIns,
    personCookie: new ConsoleCookie(env.publicUrl, 'person'),
    flowCookie: new ConsoleCookie(env.publicUrl, 'sign_in'),
    publicUrl: env.publicUrl,
    redeem: (interview, code) => sessions.redeem(interview, code),
    admit: (at, begins) => sessions.admit(at, begins),
    checkAnswers: options.checkAnswers ?? false,
    log,
    stopping,
    draining,
    meters: backend.telemetry.meters,
    tracing: backend.telemetry.tracing,
    trustedProxies: env.trustedProxies,
    before: [
      unsubscribePage(services.mailing),
      ...(backend.archiveRoutes ? [backend.archiveRoutes] : []),
      ...(options.before ?? []),
      atsRoutes({
        integrations: services.integrations,
        orders: services.orders,
        audit: services.audit,
        limiter,
        insecure: env.insecureWebhooks,
      }),
    ],
  });
  const endTerminals = serveTerminals(server, {
    terminals: services.terminals,
    authenticate: (token) => tokens.verify(token),
    admit: ({ tenant, mode, kind }, interview) => sessions.admit({ tenant, mode, interview }, kind === 'candidate'),
    allowsOrigin: (actor, origin, host) => origins.allow(actor, origin, host),
    onError,
    opened: () => backend.telemetry.meters.opened('terminal'),
  });
  return { server, end: () => end(server, endTerminals, env.drainSeconds > 0 ? lastRequest_ms : 0) };
}

/** A connection that a balancer has just made, and its request, may be on their way at the same moment. */
const lastRequest_ms = 500;

function end(server: Server, endTerminals: () => void, idle_ms: number): Promise<void> {
  endTerminals();
  return new Promise((resolve) => {
    const enough = setTimeout(() => {
      server.closeAllConnections();
      resolve();
    }, patience_ms);
    void allTaken(server).then(() => {
      // As a server of connections it only stops taking them; as one of requests it would cut those that have none yet.
      NetServer.prototype.close.call(server, () => {
        clearTimeout(enough);
        resolve();
      });
      setTimeout(() => server.closeIdleConnections(), idle_ms);
    });
  });
}

/**
 * Resolves when a whole look for new connections found none. What the system has taken for us, perhaps with a request, would be cut; whoever
 * is refused goes elsewhere.
 */
async function allTaken(server: Server): Promise<void> {
  let came = true;
  const note = () => (came = true);
  server.on('connection', note);
  // The turn that is under way may have looked already.
  await nextLook();
  for (let looks = 0; came && looks < mostLooks; looks++) {
    came = false;
    await nextLook();
  }
  server.off('connection', note);
}

const mostLooks = 100;

async function check(sandbox: ReturnType<Backend['sandboxFor']>): Promise<string> {
  const { ready, detail } = await sandbox.check();
  if (!ready) throw new Error(detail);
  return 'ready';
}
