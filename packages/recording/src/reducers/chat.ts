import type { Draft } from '../draft.js';
import type { Message } from '../state.js';
import type { Reducers } from './reducer.js';

export const chat: Reducers = {
  'chat.user': (draft, { data: { message, text, given } }) =>
    update(draft, 'user', message, () => ({ text, status: 'complete', ...(given ? { given } : {}) })),
  'chat.assistant': (draft, { data }) => {
    const { text, status, model, latency_ms, usage } = data;
    update(draft, 'assistant', data.message, () => ({
      text,
      status,
      model,
      latency_ms,
      usage,
    }));
  },
  'chat.tool': (draft, { data }) => {
    const { id, name, input_summary, status } = data;
    update(draft, 'assistant', data.message, ({ tools }) => ({
      tools: [...tools.filter((tool) => tool.id !== id), { id, name, input_summary, status }],
    }));
  },
  'chat.proposal': (draft, { data }) => {
    const { proposal } = data;
    update(draft, 'assistant', data.message, ({ proposals }) => ({
      proposals: [...proposals.filter(({ id }) => id !== proposal.id), { ...proposal, decision: null, hunks: null }],
    }));
  },
  'chat.decision': (draft, { data }) => {
    const { messages } = draft.next;
    const at = messages.findLastIndex(({ proposals }) => proposals.some(({ id }) => id === data.proposal));
    const message = messages[at];
    if (!message) return;
    const decision = data.accepted ? 'accepted' : 'rejected';
    const proposals = message.proposals.map((one) =>
      one.id === data.proposal ? ({ ...one, decision, hunks: data.hunks ?? null } as const) : one,
    );
    draft.own('messages')[at] = { ...message, proposals };
  },
};

const blank = (role: Message['role'], id: string): Message => ({
  id,
  role,
  text: '',
  status: 'streaming',
  model: null,
  latency_ms: null,
  usage: null,
  tools: [],
  proposals: [],
});

/** Changes a message, which its first event makes: a tool may be used before the answer has any text. */
function update(draft: Draft, role: Message['role'], id: string, change: (message: Message) => Partial<Message>): void {
  const messages = draft.own('messages');
  const found = messages.findLastIndex((message) => message.role === role && message.id === id);
  const message = messages[found] ?? blank(role, id);
  messages[found < 0 ? messages.length : found] = { ...message, ...change(message) };
}
