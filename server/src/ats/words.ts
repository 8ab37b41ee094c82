import { z } from 'zod';
import type { ApiError } from '../errors.js';
import type { Standing } from '../services/ats/port.js';
import type { Outgoing } from '../services/webhooks/send.js';

/** Text as an ATS sends it; what it leaves out or sends as null is ''. */
export const text = (most = 200) =>
  z
    .string()
    .max(most)
    .nullish()
    .transform((value) => value?.trim() ?? '');
/** An id of theirs, or of ours as they give it back. */
export const id = z.union([
  z
    .string()
    .max(200)
    .regex(/^[^\p{C}]+$/u, 'must be text without control characters'),
  z.number().transform(String),
]);
export const email = z.email().max(320);

/** A name of at most 200 characters; without one, the address that the invitation is for. */
export const nameOf = (first: string, last: string, address: string): string =>
  `${first} ${last}`.trim().slice(0, 200) || address.slice(0, 200);

export const basic = (user: string): string => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;
export const bearer = (token: string): string => `Bearer ${token}`;

/** The user name of HTTP Basic, or null. */
export function basicUser(authorization: string): string | null {
  const [, value] = /^basic +([\w+/=-]+)$/i.exec(authorization.trim()) ?? [];
  return value === undefined ? null : (Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null);
}

export function bearerToken(authorization: string): string | null {
  const [, value] = /^bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  return value ?? null;
}

/** A request with a JSON body, or with none. */
export function outgoing(method: Outgoing['method'], url: string, headers: Readonly<Record<string, string>>, value?: unknown): Outgoing {
  const body = value === undefined ? null : JSON.stringify(value);
  const own = { accept: 'application/json', 'user-agent': 'InterviewLM', ...headers };
  if (body === null) return { method, url, headers: { ...own, 'content-length': '0' }, body };
  return { method, url, headers: { ...own, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }, body };
}

/** What went wrong in one sentence, with the fields that are to blame. */
export const sentences = ({ message, members }: ApiError): string[] => [
  message,
  ...(members.errors ?? []).map((error) => `${error.path.replace(/^body\./, '')}: ${error.message}`),
];

export const minutes = (ms: number): number => Math.round(ms / 60_000);

/** Flat facts about a result, for an ATS that shows pairs. */
export function facts({ started_at, submitted_at, elapsed_ms, criteria, score }: Standing): Record<string, string | number> {
  return {
    ...(started_at && { 'Started at': started_at.toISOString() }),
    ...(submitted_at && { 'Submitted at': submitted_at.toISOString(), 'Minutes used': minutes(elapsed_ms) }),
    ...(score && { 'Maximum score': score.max }),
    ...Object.fromEntries(criteria.map((each) => [each.title, each.score])),
  };
}
