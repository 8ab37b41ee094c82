import type { Role } from '@interviewlm/protocol';
import { insertLink, type LinkRow } from '../../db/links.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { newId } from '../../ids.js';
import { newCode } from '../keys/format.js';

/** How long an invitation, and the interview that it is for, can wait. */
export const linkLife_ms = 30 * 86_400_000;

/** A new code for one role; only its hash is kept. */
export async function makeCode(tx: TenantTx, interview: string, role: Role, expires_at: Date): Promise<string> {
  const { code, hash } = newCode();
  await insertLink(tx, interview, { id: newId('link'), role, hash, expires_at });
  return code;
}

export const presentLink = (row: LinkRow) => ({
  id: row.id,
  role: row.role,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at.toISOString(),
  revoked_at: row.revoked_at?.toISOString() ?? null,
  redeemed: row.redeemed,
});
