import type { ChatMessage, PromptQuality, Proposal, TokenUsage } from '@interviewlm/protocol';
import { jsonb, storableText } from './storable.js';
import type { TenantTx } from './tenant-tx.js';

export interface MessageContent {
  proposals: Proposal[];
  tools: ChatMessage['tools'];
  /** Why an answer ended; null while it runs. */
  stop_reason: string | null;
  /** When its process last wrote, in Unix milliseconds: an answer that falls silent was lost with its process. */
  beat_ms: number;
  /** Its process holds the message's id as long as it makes the answer; not said by those of an earlier version. */
  held?: boolean;
}

export interface MessageRow {
  id: string;
  role: 'user' | 'assistant';
  text: string;
  content: MessageContent;
  status: ChatMessage['status'];
  model: string | null;
  usage: TokenUsage | null;
  prompt_quality: PromptQuality | null;
  created_at: Date;
}

const columns = ['id', 'role', 'text', 'content', 'status', 'model', 'usage', 'prompt_quality', 'created_at'];

/** In one statement, and so at one time. */
export async function insertMessages(tx: TenantTx, interview: string, rows: readonly Omit<MessageRow, 'created_at'>[]): Promise<void> {
  await tx.sql('chat_messages').insert(rows.map((row) => ({ ...encode(row), tenant_id: tx.tenant, interview_id: interview })));
}

/** What several answers have come to, of those that aren't finished. */
export async function storeDrafts(tx: TenantTx, drafts: readonly Pick<MessageRow, 'id' | 'text' | 'content'>[]): Promise<void> {
  await tx.sql.raw(
    `update chat_messages m set text = d.text, content = d.content
      from jsonb_to_recordset(?) as d(id text, text text, content jsonb) where m.id = d.id and m.status = 'streaming'`,
    [jsonb(drafts)],
  );
}

export async function updateMessage(tx: TenantTx, id: string, change: Partial<Omit<MessageRow, 'id' | 'created_at'>>): Promise<void> {
  await tx.sql('chat_messages').where({ id }).update(encode(change));
}

/** In the order they were said: a question and its answer are made in one transaction, so at one time. */
export async function listMessages(tx: TenantTx, interview: string): Promise<MessageRow[]> {
  return tx.sql('chat_messages').where({ interview_id: interview }).orderByRaw('created_at, role desc, id').select<MessageRow[]>(columns);
}

export async function readMessage(tx: TenantTx, interview: string, id: string): Promise<MessageRow | null> {
  return (await tx.sql('chat_messages').where({ interview_id: interview, id }).first<MessageRow | undefined>(columns)) ?? null;
}

export async function runningMessage(tx: TenantTx, interview: string): Promise<MessageRow | null> {
  const query = tx.sql('chat_messages').where({ interview_id: interview, status: 'streaming' }).orderBy('id', 'desc');
  return (await query.first<MessageRow | undefined>(columns)) ?? null;
}

function encode(row: Partial<Omit<MessageRow, 'created_at'>>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...row };
  if (row.text !== undefined) out['text'] = storableText(row.text);
  for (const key of ['content', 'usage', 'prompt_quality'] as const) if (row[key]) out[key] = jsonb(row[key]);
  return out;
}
