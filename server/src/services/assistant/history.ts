import type { ChatMessage, Conversation } from '@interviewlm/protocol';
import type { MessageRow } from '../../db/messages.js';
import type { AssistantMessage } from './port.js';
import { addUsage, noUsage } from './usage.js';

/** How much of the conversation a model is reminded of; the screen tells the rest. */
const windowChars = 40_000;

/** The newest turns that fit, oldest first, as alternate turns of both sides that start with the candidate. */
export function windowOf(rows: readonly MessageRow[]): AssistantMessage[] {
  const kept: MessageRow[] = [];
  let chars = 0;
  for (const row of rows.toReversed()) {
    chars += row.text.length;
    if (chars > windowChars && kept.length > 0) break;
    if (row.text.trim() !== '') kept.unshift(row);
  }
  while (kept[0]?.role === 'assistant') kept.shift();
  return kept.reduce<AssistantMessage[]>((messages, { role, text }) => {
    const last = messages.at(-1);
    if (last?.role === role) last.content.push({ type: 'text', text });
    else messages.push({ role, content: [{ type: 'text', text }] });
    return messages;
  }, []);
}

export const presentConversation = (rows: readonly MessageRow[]): Conversation => ({
  object: 'conversation',
  messages: rows.map(presentMessage),
  usage: usageOf(rows),
});

export const usageOf = (rows: readonly MessageRow[]) => rows.reduce((sum, row) => (row.usage ? addUsage(sum, row.usage) : sum), noUsage);

const presentMessage = (row: MessageRow): ChatMessage => ({
  id: row.id,
  object: 'chat_message',
  role: row.role,
  text: row.text,
  proposals: row.content.proposals,
  tools: row.content.tools,
  status: row.status,
  model: row.model,
  usage: row.usage,
  prompt_quality: row.prompt_quality,
  created_at: row.created_at.toISOString(),
});
