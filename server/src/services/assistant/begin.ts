import type { AiPolicy, ChatRequest, Mode, PromptQuality } from '@interviewlm/protocol';
import { currentQuestion } from '../../db/interview-questions.js';
import type { LogHead } from '../../db/log-heads.js';
import { insertMessages, listMessages, readMessage, updateMessage, type MessageContent, type MessageRow } from '../../db/messages.js';
import type { TenantTx } from '../../db/tenant-tx.js';
import { ApiError } from '../../errors.js';
import { namedId, newId } from '../../ids.js';
import type { Bus } from '../recording/bus.js';
import { appendTo, mayBegin, openLog, requireRunning, type At } from '../recording/log.js';
import { eventsAfter } from '../recording/pages.js';
import type { Conversation } from './converse.js';
import { usageOf, windowOf } from './history.js';
import { modelOf } from './model.js';
import type { AssistantContext, AssistantPort } from './port.js';
import { shownFiles } from './prompt.js';
import { promptQuality } from './quality.js';
import { consentedScreen, readScreen } from './screen.js';
import { consented, toolsFor } from './tools.js';
import { totalTokens } from './usage.js';

/** An answer that hasn't written for this long was lost with its process … */
const lostAfterMs = 30_000;
/** … and one that nobody holds, sooner: its process may have just begun, or be waiting for the database to come back. */
const unheldAfterMs = 2_000;

export interface Begun {
  message: string;
  quality: PromptQuality;
  conversation: Conversation;
  attended: Attended;
}

/** An answer that others know of. */
export interface Attended {
  /** Aborted when somebody stops it, on any process. */
  readonly stop: AbortSignal;
  leave(): void;
}

export const emptyContent = (): MessageContent => ({ proposals: [], tools: [], stop_reason: null, beat_ms: Date.now(), held: true });

export async function isLost({ id, status, content }: MessageRow, bus: Pick<Bus, 'isHeld'>): Promise<boolean> {
  const silent_ms = Date.now() - content.beat_ms;
  if (status !== 'streaming' || silent_ms <= unheldAfterMs) return false;
  if (silent_ms > lostAfterMs) return true;
  // Who can't be asked, as the database was away a moment ago, may hold it still.
  return content.held === true && !(await bus.isHeld(id).catch(() => true));
}

export interface Asked {
  request: ChatRequest;
  /** The caller's name for this question: it is taken once, however often it comes. */
  key: string | undefined;
}

export interface BeginDeps {
  bus: Pick<Bus, 'isHeld'>;
  portFor: (mode: Mode) => AssistantPort;
  /** Waited for before the answer's message is durable: whoever finds that there can stop it. */
  attend: (message: string) => Promise<Attended>;
}

/**
 * Takes the candidate's message: after this it is in the log and its answer is under way. 409 while another one is. A question that was
 * taken before gives the id of its answer alone.
 */
export async function begin(tx: TenantTx, at: At, { request, key }: Asked, { bus, portFor, attend }: BeginDeps): Promise<Begun | string> {
  const ids = key === undefined ? { user: newId('message'), answer: newId('message') } : idsOf(at, key, request);
  const [head, taken] = await Promise.all([openLog(tx, at), key !== undefined && readMessage(tx, at.interview, ids.answer)]);
  if (taken) return ids.answer;
  requireRunning(head);
  if (!mayBegin(head)) throw new ApiError('already_submitted');
  const policy = consented(head.ai_policy, request.allow);
  if (policy.mode === 'off') throw new ApiError('assistant_disabled');
  const [earlier, screen] = await Promise.all([listMessages(tx, at.interview), readScreen(tx, head, request)]);
  await requireQuiet(tx, earlier, bus);
  const budget = leftOf(policy, earlier);
  const quality = promptQuality(request, screen, await hasVerified(tx, at.interview, earlier));
  const context = consentedScreen(screen, request.allow);
  const model = modelOf(portFor(at.mode), policy, earlier);
  const user = {
    id: ids.user,
    role: 'user',
    text: request.message,
    content: emptyContent(),
    status: 'complete',
    model: null,
    usage: null,
    prompt_quality: quality,
  } as const;
  const answer = {
    id: ids.answer,
    role: 'assistant',
    text: '',
    content: emptyContent(),
    status: 'streaming',
    model,
    usage: null,
    prompt_quality: null,
  } as const;
  const [attended] = await Promise.all([
    attend(answer.id),
    insertMessages(tx, at.interview, [user, answer]),
    logQuestion(tx, head, user.id, request, givenOf(currentQuestion(head), context, policy)),
  ]);
  const messages = windowOf([...earlier, { ...user, created_at: new Date() }]);
  return { message: answer.id, quality, attended, conversation: { model, policy, context, messages, ...budget } };
}

/** Whether the tests were run since an edit of the assistant's was last accepted; null while none was. */
async function hasVerified(tx: TenantTx, interview: string, earlier: readonly MessageRow[]): Promise<boolean | null> {
  if (!earlier.some(({ content }) => content.proposals.length > 0)) return null;
  let verified: boolean | null = null;
  for await (const event of eventsAfter(tx, interview, { types: ['chat.decision', 'tests.run'] })) {
    if (event.type === 'chat.decision' && event.data.accepted) verified = false;
    else if (event.type === 'tests.run' && verified !== null) verified = true;
  }
  return verified;
}

/** The same for the same question with the same key. Unlike other ids they don't sort by time; messages are listed by theirs. */
function idsOf({ interview }: At, key: string, request: ChatRequest): { user: string; answer: string } {
  const id = (part: string) => namedId('message', JSON.stringify([interview, part, key, request]));
  return { user: id('user'), answer: id('answer') };
}

async function requireQuiet(tx: TenantTx, messages: readonly MessageRow[], bus: Pick<Bus, 'isHeld'>): Promise<void> {
  const running = messages.find(({ status }) => status === 'streaming');
  if (!running) return;
  if (!(await isLost(running, bus))) throw new ApiError('chat_in_progress', undefined, { message: running.id });
  await updateMessage(tx, running.id, { status: 'failed', content: { ...running.content, stop_reason: 'lost' } });
}

function leftOf(policy: AiPolicy, earlier: readonly MessageRow[]): { tokens_left: number; micros_left: number } {
  const used = usageOf(earlier);
  const tokens_left = (policy.token_budget ?? Infinity) - totalTokens(used);
  const micros_left = (policy.cost_budget_micros ?? Infinity) - used.cost_micros;
  if (tokens_left <= 0 || micros_left <= 0)
    throw new ApiError('assistant_disabled', 'The assistant has used up what this interview allows.');
  return { tokens_left, micros_left };
}

/** So many names say enough of a workspace with thousands. */
const mostNamed = 100;

/** For the reviewers: what the assistant was given to answer from. */
const givenOf = (question: string, context: AssistantContext, policy: AiPolicy) => ({
  question,
  run: context.last_run?.id ?? null,
  files: shownFiles(context)
    .flatMap(({ file, content }) => (content === '' && file.content !== '' ? [] : [file.path]))
    .slice(0, mostNamed),
  tools: toolsFor(policy).map(({ name }) => name),
});

async function logQuestion(
  tx: TenantTx,
  head: LogHead,
  message: string,
  { message: text, context }: ChatRequest,
  given: ReturnType<typeof givenOf>,
): Promise<void> {
  await appendTo(tx, head, [{ type: 'chat.user', data: { message, text, ...context, given } }]);
}
