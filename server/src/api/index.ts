import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { notFound } from '../errors.js';
import { bind, type Binding } from './bind.js';
import { consoleSession, type SessionDeps } from './console/index.js';
import type { ConsoleCookie } from './console/cookie.js';
import { signInPages } from './console/sign-in.js';
import type { Middleware, State } from './context.js';
import { cors } from './middleware/cors.js';
import { problems } from './middleware/problems.js';
import { request, type RequestOptions } from './middleware/request.js';
import { documentation } from './openapi.js';

export interface ApiOptions extends Binding, RequestOptions {
  readonly publicUrl: string;
  /** How people sign in to the console. */
  readonly signIns: SessionDeps['signIns'];
  readonly personCookie: ConsoleCookie;
  readonly flowCookie: ConsoleCookie;
  /** Proxies in front, of which the last tells the caller's address. */
  readonly trustedProxies: number;
  /** Answers for eyes and for presigned files: they come before the API and pass on what they don't know. */
  readonly before: readonly Koa.Middleware[];
}

/** The HTTP server, not listening yet. Sockets attach to its `upgrade` event (`api/terminal`). */
export function createApi(options: ApiOptions): Server {
  const app = new Koa<State>({ proxy: options.trustedProxies > 0, maxIpsCount: options.trustedProxies });
  app.silent = true;
  app.use(request(options));
  app.use(problems);
  for (const middleware of options.before) app.use(middleware);
  // Before CORS: nothing that is answered to a cookie may be read by another origin.
  app.use(consoleSession({ ...options, ...options.console }));
  app.use(signInPages({ ...options, ...options.console }));
  app.use(cors);
  app.use(documentation(options.publicUrl));
  app.use(bind(options));
  app.use(nothingThere);
  const handle = app.callback();
  // A candidate on a slow line may take a while to send a large batch; headers must come at once.
  return createServer({ headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 }, (req, res) => void handle(req, res));
}

const nothingThere: Middleware = () => {
  throw notFound('page');
};
