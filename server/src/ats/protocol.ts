import type { AtsKind } from '@interviewlm/protocol';
import type { z } from 'zod';
import type { ApiError } from '../errors.js';
import type { AtsCaller, Integrations } from '../services/ats/integrations.js';
import type { Orders } from '../services/ats/orders.js';
import type { AtsPort } from '../services/ats/port.js';

/** A request as it came, before anything of it is believed. */
export interface AtsRequest {
  /** '' when it isn't there. */
  readonly header: (name: string) => string;
  /** As the protocol's table writes it. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface AtsAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A checked request: the caller is who they say, and every part has its schema's shape. */
export interface AtsCall<Body = unknown, Query = unknown> {
  readonly caller: AtsCaller;
  readonly body: Body;
  readonly query: Query;
  /** The body as it came. */
  readonly raw: Buffer;
  readonly orders: Orders;
  readonly integrations: Integrations;
  /** The URL, when it leads to this ATS. 400, naming `path`, when it doesn't. */
  readonly ownUrl: (path: string, url: string) => URL;
}

export interface AtsRoute {
  readonly method: 'GET' | 'POST';
  /** Beneath `/ats/<kind>`. */
  readonly path: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  answer(call: AtsCall<never, never>): Promise<AtsAnswer>;
}

/** What an ATS asks of us, in its own words, and what we say to it (`AtsPort`). */
export interface AtsProtocol extends AtsPort {
  readonly kind: AtsKind;
  /** Sent with 401 as `WWW-Authenticate`. */
  readonly challenge: string;
  readonly routes: readonly AtsRoute[];
  /** Who calls; null when that isn't proven. */
  identify(request: AtsRequest, integrations: Integrations): Promise<AtsCaller | null>;
  /** An error in the protocol's words. */
  refuse(error: ApiError): AtsAnswer;
}

/** Keeps the types of a route's parts for its `answer`. */
export function route<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodObject = z.ZodObject>(each: {
  method: 'GET' | 'POST';
  path: string;
  body?: Body;
  query?: Query;
  answer(call: AtsCall<z.infer<Body>, z.infer<Query>>): Promise<AtsAnswer>;
}): AtsRoute {
  return each;
}
