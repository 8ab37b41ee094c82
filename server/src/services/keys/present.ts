import { apiVersion, type ApiKey } from '@interviewlm/protocol';
import type { z } from 'zod';
import type { KeyRow } from '../../db/keys.js';

export const presentKey = (row: KeyRow): z.infer<typeof ApiKey> => ({
  id: row.id,
  object: 'key',
  kind: row.kind,
  mode: row.mode,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  api_version: row.api_version ?? apiVersion,
  created_at: row.created_at.toISOString(),
  last_used_at: row.last_used_at?.toISOString() ?? null,
  expires_at: row.expires_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
});
