/** What a secret key may do: an area, and whether it may change anything there. */
export const keyScopes = [
  'interviews:read',
  'interviews:write',
  'assessments:read',
  'assessments:write',
  'keys:read',
  'keys:write',
  'webhooks:read',
  'webhooks:write',
  'integrations:read',
  'integrations:write',
  'usage:read',
  'audit:read',
  'privacy:read',
  'privacy:write',
] as const;
