import { z } from 'zod';
import { DurationMs, FilePath, Sha256 } from './common.js';
import { Selection, Proposal, TokenUsage } from './resources/chat.js';
import { AssistantTool, SourceFile } from './resources/assessment.js';
import { RunResult } from './resources/workspace.js';
import { Notice } from './resources/notice.js';
import { SelectionRecord } from './resources/selection.js';

/** How text came to be where it is: the provenance that the final files are traced by. */
export const EditOrigin = z.enum(['typed', 'paste', 'accept', 'undo', 'format']);
export type EditOrigin = z.infer<typeof EditOrigin>;
export const FileOrigin = z.enum(['editor', 'terminal', 'assistant', 'question']);
export type FileOrigin = z.infer<typeof FileOrigin>;

/** `[offset, deleted, inserted]` in UTF-16 units of the text before the edit; changes of one edit go from the highest offset down. */
export const TextChange = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative(), z.string()]);
export type TextChange = z.infer<typeof TextChange>;

const offset = z.number().int().nonnegative();
const empty = z.object({});
const event = <T extends string, D extends z.ZodType>(type: T, data: D) => z.object({ type: z.literal(type), data });

/** Events that the candidate's page records. */
const clientEvents = [
  event('editor.open', z.object({ path: FilePath })),
  event('editor.close', z.object({ path: FilePath })),
  event(
    'editor.edit',
    z.object({ path: FilePath, version: z.number().int().nonnegative(), changes: z.array(TextChange).min(1), origin: EditOrigin }),
  ),
  event('editor.cursor', z.object({ path: FilePath, offset })),
  event('editor.selection', z.object({ path: FilePath, start: offset, end: offset })),
  event('editor.scroll', z.object({ path: FilePath, line: z.number().int().positive() })),
  event('terminal.input', z.object({ bytes: z.number().int().nonnegative() })),
  event(
    'chat.decision',
    z.object({ proposal: z.string(), path: FilePath, accepted: z.boolean(), hunks: z.array(z.number().int()).optional() }),
  ),
  event('integrity.focus', empty),
  event('integrity.blur', z.object({ away_ms: DurationMs.optional() })),
  event('integrity.paste', z.object({ path: FilePath.optional(), chars: z.number().int().nonnegative() })),
  event('integrity.copy', z.object({ chars: z.number().int().nonnegative() })),
  event('integrity.fullscreen', z.object({ on: z.boolean() })),
  event('network.gap', z.object({ ms: DurationMs, reason: z.enum(['offline', 'lost', 'suspended']) })),
] as const;

/** Events that only the server writes; a client that sends one is refused. */
const serverEvents = [
  event('session.started', z.object({ files: z.array(SourceFile), question: z.string() })),
  /** Which notice was shown, and that the candidate went on: right after the start for those from before it. */
  event('notice.accepted', Notice),
  event('session.paused', z.object({ by: z.enum(['candidate', 'tenant']) })),
  event('session.resumed', empty),
  event('session.submitted', empty),
  event('session.scored', z.object({ score: z.number().nullable() })),
  event('session.expired', empty),
  event('file.create', z.object({ path: FilePath, content: z.string(), origin: FileOrigin })),
  /** `content` is left out when the editor wrote it: its edits already hold it, and `sha256` proves it. */
  event(
    'file.write',
    z.object({
      path: FilePath,
      version: z.number().int(),
      size: z.number().int(),
      sha256: Sha256,
      origin: FileOrigin,
      content: z.string().optional(),
    }),
  ),
  event('file.move', z.object({ from: FilePath, to: FilePath, origin: FileOrigin })),
  event('file.delete', z.object({ path: FilePath, origin: FileOrigin })),
  /** `diff` is what changed since the snapshot before, or since the starter: a unified diff as `git apply` takes it. */
  event(
    'snapshot',
    z.object({ id: z.string(), tree_sha256: Sha256, files: z.number().int(), reason: z.string(), diff: z.string().optional() }),
  ),
  /** Raw terminal bytes in base64; `offset` counts all bytes that came before in this terminal. */
  event('terminal.output', z.object({ terminal: z.number().int(), offset: z.number().int().nonnegative(), base64: z.string() })),
  event('terminal.resize', z.object({ terminal: z.number().int(), cols: z.number().int(), rows: z.number().int() })),
  event('terminal.exit', z.object({ terminal: z.number().int(), code: z.number().int().nullable() })),
  event(
    'chat.user',
    z.object({
      message: z.string(),
      text: z.string(),
      path: FilePath.optional(),
      selection: Selection.optional(),
      /** What the assistant was given with it; left out by questions from before that was recorded. */
      given: z
        .object({ question: z.string(), run: z.string().nullable(), files: z.array(FilePath), tools: z.array(AssistantTool) })
        .optional(),
    }),
  ),
  event(
    'chat.assistant',
    z.object({
      message: z.string(),
      text: z.string(),
      status: z.string(),
      model: z.string(),
      /** Left out by answers from before prompts had versions. */
      prompt_version: z.string().optional(),
      latency_ms: DurationMs,
      usage: TokenUsage.nullable(),
    }),
  ),
  event('chat.tool', z.object({ message: z.string(), id: z.string(), name: z.string(), input_summary: z.string(), status: z.string() })),
  event('chat.proposal', z.object({ message: z.string(), proposal: Proposal })),
  event('tests.run', z.object({ run: z.string(), kind: z.enum(['visible', 'submit']) })),
  event('tests.result', z.object({ run: z.string(), kind: z.enum(['visible', 'submit']), result: RunResult })),
  event('question.shown', z.object({ question: z.string(), index: z.number().int(), title: z.string(), instructions: z.string() })),
  /** Why a question was chosen by the answers so far, or, where `question` is null, why none was; with all that the choice follows from. */
  event('question.selected', SelectionRecord),
  /** Stands in the place of an event that was erased: `sha256` is of its line of JSON, so that the chain still holds. */
  event('log.erased', z.object({ type: z.string(), sha256: Sha256 })),
  event('question.answered', z.object({ question: z.string(), index: z.number().int() })),
] as const;

type ClientBody = z.infer<(typeof clientEvents)[number]>;

/** Milliseconds since the interview started, by the server's clock as far as the writer knows it. */
const time = z.object({ t_ms: DurationMs });
const place = time.extend({ seq: z.number().int().positive() });

/** Each body with the members of its place: one look at `type` and one check, where an intersection would check and merge twice. */
const placed = <B, P extends z.ZodObject>(bodies: readonly z.ZodObject[], where: P) => {
  const [first, ...rest] = bodies.map((body) => body.extend(where.shape));
  return z.discriminatedUnion('type', [first ?? where, ...rest]) as unknown as z.ZodType<z.infer<P> & B>;
};

export const NewEvent = placed<ClientBody, typeof time>(clientEvents, time);
export type NewEvent = z.infer<typeof NewEvent>;

/** An event of the log. `seq` counts all events of the interview from 1, in the order the server made them durable. */
export const SessionEvent = placed<EventBody, typeof place>([...clientEvents, ...serverEvents], place);
export type SessionEvent = z.infer<typeof SessionEvent>;

/** An event before it has its place in the log. */
export type EventBody = ClientBody | z.infer<(typeof serverEvents)[number]>;
export type EventType = EventBody['type'];
export type EventOf<T extends EventType> = Extract<SessionEvent, { type: T }>;

/**
 * A frozen batch. `client_id` names one writer's life (a page load); `first_seq` counts that writer's own events from 1,
 * apart from the log's `seq`. Sending a batch again, changed or not, never adds a second copy.
 */
export const EventBatch = z.object({
  client_id: z.uuid(),
  first_seq: z.number().int().positive(),
  events: z.array(NewEvent).min(1).max(500),
});
export type EventBatch = z.infer<typeof EventBatch>;

/** Both counts are the writer's own: everything up to `acked_seq` is durable, `next_seq` is the next to send. */
export const EventsAcked = z.object({ acked_seq: z.number().int(), next_seq: z.number().int() });
export type EventsAcked = z.infer<typeof EventsAcked>;
