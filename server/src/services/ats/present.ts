import type { AtsOrder, Integration } from '@interviewlm/protocol';
import type { IntegrationRow } from '../../db/ats-integrations.js';
import type { OrderRow } from '../../db/ats-orders.js';

export const presentIntegration = (row: IntegrationRow, publicUrl: string): Integration => ({
  id: row.id,
  object: 'integration',
  mode: row.mode,
  kind: row.kind,
  name: row.name,
  // Kombo signs what it sends and shows no key: there the URL says who it is for.
  url: `${publicUrl}/ats/${row.kind}${row.kind === 'kombo' ? `/${row.id}` : ''}`,
  base_url: row.base_url,
  account: row.account,
  has_credential: row.has_credential,
  key_prefix: row.key_prefix,
  previous_key_until: row.previous_until && row.previous_until > new Date() ? row.previous_until.toISOString() : null,
  invitation_locale: row.invitation_locale,
  enabled: row.enabled,
  last_used_at: row.last_used_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});

export const presentOrder = (row: OrderRow): AtsOrder => ({
  id: row.id,
  object: 'ats_order',
  integration: row.integration_id,
  interview: row.interview_id,
  reference: row.reference,
  status: row.status,
  cancelled_at: row.cancelled_at?.toISOString() ?? null,
  telling: {
    state: row.told >= row.version ? 'told' : row.next_at ? 'owed' : 'failed',
    attempts: row.attempts,
    last_attempt_at: row.last_at?.toISOString() ?? null,
    last_status: row.last_status,
    last_error: row.last_error,
    next_attempt_at: row.told < row.version ? (row.next_at?.toISOString() ?? null) : null,
  },
  created_at: row.created_at.toISOString(),
});
