import type { ChatMessage, SessionEvent } from '@interviewlm/protocol';
import { applyAll, emptyState, Timeline } from '@interviewlm/recording';
import type { Message, ReplayState } from '@interviewlm/recording';
import { demoSession } from '@interviewlm/recording/testing';
import { Api, stream } from './api.js';

type StreamPath = '/chat' | '/run-tests';
type StreamEvents = Api['answer'];

/** The server of the recorded demo interview at one of its moments, with what a story needs besides: answers that never end. */
export class RecordedApi extends Api {
  /** Streams that say what is given here and then stay open. */
  readonly unending = new Map<StreamPath, StreamEvents>();
  /** Never answers. */
  isSilent = false;
  /** What the recorded shell has printed. */
  readonly printed: string;
  shell: 'ready' | 'starting' | 'lost' | 'ended' = 'ready';

  constructor(readonly moment: ReplayState) {
    super();
    const { question, files } = moment;
    this.files.clear();
    const tests = [...files.keys()].filter((path) => path.startsWith('test/'));
    for (const [path, { content }] of files) this.write(path, content, tests.includes(path));
    this.interview = { ...this.interview, id: newId(), assessment: { ...this.interview.assessment, title: 'Backend, second round' } };
    const current = { ...this.question.current, open: [...moment.tabs], tests, runtime: 'javascript' as const };
    const asked = { title: question?.title ?? '', instructions: question?.instructions ?? '', concepts: ['parsing', 'errors'] };
    this.question = { ...this.question, current: { ...current, ...asked } };
    this.messages.push(...moment.messages.map(stored));
    this.printed = printedBy(moment);
    const run = moment.runs.at(-1)?.result;
    if (run) this.run = run;
  }

  override handle(method: string, path: string, headers: Headers, body: unknown): Response {
    const events = method === 'POST' ? this.unending.get(path as StreamPath) : undefined;
    return events ? unending(events) : super.handle(method, path, headers, body);
  }
}

/** The interview right after its `nth` event of a type, counted from 1; without a type, as it began. */
export function recorded(type: SessionEvent['type'] = 'question.shown', nth = 1): RecordedApi {
  const timeline = new Timeline();
  timeline.append(demoSession().events);
  const { entries } = timeline;
  const at = entries.filter(({ event }) => event.type === type)[nth - 1];
  if (!at) throw new Error(`The demo session has no ${nth}. ${type}`);
  return new RecordedApi(applyAll(emptyState, entries, 0, entries.indexOf(at) + 1));
}

/** The recorded answer as the server streams it. */
export function recordedAnswer(): StreamEvents {
  const answer = recorded('chat.decision').moment.messages.find(({ role }) => role === 'assistant');
  if (!answer) throw new Error('The demo session has no answer');
  const { id, text, tools, proposals, usage } = answer;
  return [
    { event: 'start', data: { message_id: id } },
    ...tools.map((tool) => ({ event: 'tool', data: tool })),
    ...text.split(/(?<=\n)/).map((line) => ({ event: 'delta', data: { text: line } })),
    ...proposals.map((proposal) => ({ event: 'proposal', data: proposal })),
    ...(usage ? [{ event: 'usage', data: usage }] : []),
    { event: 'done', data: { stop_reason: 'end_turn', prompt_quality: null } },
  ];
}

const stored = ({ id, role, text, model, usage, tools, proposals }: Message): ChatMessage => ({
  id,
  object: 'chat_message',
  role,
  text,
  model,
  usage,
  status: 'complete',
  tools: tools.map((tool) => ({ ...tool, status: 'done' })),
  proposals: [...proposals],
  prompt_quality: null,
  created_at: new Date(0).toISOString(),
});

function printedBy({ terminals }: ReplayState): string {
  let printed = '';
  for (let op = terminals.get(0)?.last ?? null; op; op = op.before) if (op.kind === 'output') printed = atob(op.base64) + printed;
  return printed;
}

/** Each story has an interview of its own, so that no two share what the browser keeps of one. */
function newId(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => '0123456789abcdefghjkmnpqrstvwxyz'.charAt(byte % 32));
  return `itv_${letters.join('')}`;
}

function unending(events: StreamEvents): Response {
  const first = stream(events).body;
  const endless = new TransformStream<Uint8Array, Uint8Array>();
  void first?.pipeTo(endless.writable, { preventClose: true }).catch(() => undefined);
  return new Response(endless.readable, { headers: { 'Content-Type': 'text/event-stream' } });
}
