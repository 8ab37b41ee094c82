import type { keyScopes } from './key-scopes.js';

/** What a person may do in the console: everything; what hiring needs; only look at interviews and their reports. */
export const memberRoles = ['admin', 'recruiter', 'viewer'] as const;

/** The scopes of each role; null for everything, also what is added later. */
export const roleScopes: Readonly<Record<(typeof memberRoles)[number], readonly (typeof keyScopes)[number][] | null>> = {
  admin: null,
  recruiter: ['interviews:read', 'interviews:write', 'assessments:read', 'assessments:write', 'integrations:read'],
  viewer: ['interviews:read', 'assessments:read'],
};
