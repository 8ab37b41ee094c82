import { z } from 'zod';
import type { Endpoint } from './endpoints/endpoint.js';
import { keyScopes } from './key-scopes.js';

export const KeyScope = z.enum(keyScopes);
export type KeyScope = z.infer<typeof KeyScope>;

type Area = KeyScope extends `${infer A}:${string}` ? A : never;

/** `Service` needs no credential. */
const areas: Record<Exclude<Endpoint['tag'], 'Service'>, Area> = {
  Interviews: 'interviews',
  Workspace: 'interviews',
  Assistant: 'interviews',
  Recording: 'interviews',
  Mail: 'interviews',
  Assessments: 'assessments',
  Keys: 'keys',
  // Whoever may make credentials may also say which people have one.
  Members: 'keys',
  Webhooks: 'webhooks',
  Integrations: 'integrations',
  Usage: 'usage',
  'Audit log': 'audit',
  Privacy: 'privacy',
};

/** The scope that a secret key needs for an endpoint; null where no secret key is taken. It follows from the table, so none can forget it. */
export function scopeOf({ tag, method, credentials }: Pick<Endpoint, 'tag' | 'method' | 'credentials'>): KeyScope | null {
  if (tag === 'Service' || !credentials.includes('secret')) return null;
  return KeyScope.parse(`${areas[tag]}:${method === 'GET' ? 'read' : 'write'}`);
}
