import type { TenantTx } from './tenant-tx.js';

export interface UsageRecord {
  kind: 'assistant_tokens' | 'run_ms';
  quantity: number;
  cost_micros: number;
}

export async function recordUsage(tx: TenantTx, interview: string, usage: UsageRecord): Promise<void> {
  await tx.sql('usage_records').insert({ ...usage, tenant_id: tx.tenant, interview_id: interview });
}
