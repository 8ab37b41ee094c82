import type Koa from 'koa';
import type { Logger } from 'pino';
import type { Actor } from '../services/scope.js';

/** What the stations of a request leave for the next ones. */
export interface State {
  requestId: string;
  log: Logger;
  /** The endpoint's path as it is written in the contract, for logs: no ids, no names. */
  route?: string;
  actor?: Actor;
  /** Aborts when the client goes away or the server stops. */
  signal: AbortSignal;
}

export type Context = Koa.ParameterizedContext<State>;
export type Middleware = Koa.Middleware<State>;
