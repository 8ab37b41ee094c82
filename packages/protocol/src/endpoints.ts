import { z } from 'zod';
import type { ErrorCode } from './errors.js';
import { FilePath, PageQuery } from './common.js';
import { EventBatch, EventsAcked } from './events.js';
import { idOf } from './ids.js';
import * as assessment from './resources/assessment.js';
import * as chat from './resources/chat.js';
import * as interview from './resources/interview.js';
import * as replay from './resources/replay.js';
import * as tenant from './resources/tenant.js';
import * as workspace from './resources/workspace.js';

/** `candidate`, `observer` and `reviewer` are session tokens; `code` is an invite or share code in the body. */
export type Credential = 'public' | 'secret' | 'publishable' | 'candidate' | 'observer' | 'reviewer' | 'code';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`; a last `*name` takes the rest of the path. */
  readonly path: string;
  readonly summary: string;
  readonly tag: 'Interviews' | 'Workspace' | 'Assistant' | 'Recording' | 'Assessments' | 'Keys' | 'Service';
  readonly credentials: readonly Credential[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: number;
  /** The answer's schema; null where it has no body. */
  readonly answer: z.ZodType | null;
  /** Answers `text/event-stream`: always, or when asked for by `Accept`. */
  readonly stream?: 'always' | 'accept';
  readonly errors: readonly ErrorCode[];
}

const define = <const E extends Endpoint>(endpoint: E): E => endpoint;
const interviewId = z.object({ id: idOf('interview') });
const filePath = interviewId.extend({ path: FilePath });
const anyRole = ['candidate', 'observer', 'reviewer', 'secret'] as const;
const watcher = ['observer', 'reviewer', 'secret'] as const;

/** Every route of the API. The server binds a handler to each, the client calls them, the OpenAPI document lists them. */
export const endpoints = {
  createInterview: define({
    method: 'POST',
    path: '/api/interview',
    summary: 'Create an interview',
    tag: 'Interviews',
    credentials: ['secret'],
    body: interview.NewInterview,
    status: 201,
    answer: interview.Interview,
    errors: ['not_found'],
  }),
  startInterview: define({
    method: 'POST',
    path: '/api/interview/start',
    summary: 'Start an interview on an open assessment',
    tag: 'Interviews',
    credentials: ['publishable'],
    body: interview.SelfStart,
    status: 201,
    answer: interview.Interview.extend({ session: interview.SessionToken }),
    errors: ['not_found', 'origin_not_allowed'],
  }),
  listInterviews: define({
    method: 'GET',
    path: '/api/interview',
    summary: 'List interviews, newest first',
    tag: 'Interviews',
    credentials: ['secret'],
    query: interview.InterviewQuery,
    status: 200,
    answer: interview.InterviewPage,
    errors: [],
  }),
  getInterview: define({
    method: 'GET',
    path: '/api/interview/:id',
    summary: 'Get an interview',
    tag: 'Interviews',
    credentials: anyRole,
    params: interviewId,
    status: 200,
    answer: interview.Interview,
    errors: ['not_found'],
  }),
  createToken: define({
    method: 'POST',
    path: '/api/interview/:id/tokens',
    summary: 'Mint a session token for one role',
    tag: 'Interviews',
    credentials: ['secret'],
    params: interviewId,
    body: interview.NewToken,
    status: 201,
    answer: interview.SessionToken,
    errors: ['not_found'],
  }),
  redeemCode: define({
    method: 'POST',
    path: '/api/interview/:id/redeem',
    summary: 'Exchange an invite or share code for a session token',
    tag: 'Interviews',
    credentials: ['code'],
    params: interviewId,
    body: interview.Redemption,
    status: 201,
    answer: interview.SessionToken,
    errors: ['not_found'],
  }),
  revokeLink: define({
    method: 'DELETE',
    path: '/api/interview/:id/links/:link',
    summary: 'Revoke an invite or share code',
    tag: 'Interviews',
    credentials: ['secret'],
    params: interviewId.extend({ link: idOf('link') }),
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),
  listLinks: define({
    method: 'GET',
    path: '/api/interview/:id/links',
    summary: 'List the codes of an interview',
    tag: 'Interviews',
    credentials: ['secret'],
    params: interviewId,
    status: 200,
    answer: z.object({
      data: z.array(
        z.object({
          id: idOf('link'),
          role: interview.Role,
          created_at: z.string(),
          expires_at: z.string(),
          revoked_at: z.string().nullable(),
          redeemed: z.number().int(),
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  pauseInterview: define({
    method: 'POST',
    path: '/api/interview/:id/pause',
    summary: 'Stop the sandbox and the clock, keep the volume',
    tag: 'Interviews',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    status: 200,
    answer: interview.Interview,
    errors: ['not_found', 'pause_not_allowed', 'interview_not_active', 'already_submitted'],
  }),
  resumeInterview: define({
    method: 'POST',
    path: '/api/interview/:id/resume',
    summary: 'Start the clock and the sandbox again',
    tag: 'Interviews',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    status: 200,
    answer: interview.Resumed,
    errors: ['not_found', 'already_submitted', 'interview_expired'],
  }),
  submitInterview: define({
    method: 'POST',
    path: '/api/interview/:id/submit',
    summary: 'Submit, once: run the hidden tests, score, freeze',
    tag: 'Interviews',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    status: 200,
    answer: interview.SubmitReceipt,
    errors: ['not_found', 'already_submitted', 'sandbox_unavailable'],
  }),
  getReport: define({
    method: 'GET',
    path: '/api/interview/:id/report',
    summary: 'Scores with evidence',
    tag: 'Interviews',
    credentials: ['reviewer', 'secret'],
    params: interviewId,
    status: 200,
    answer: replay.Report,
    errors: ['not_found', 'not_yet_scored'],
  }),

  listFiles: define({
    method: 'GET',
    path: '/api/interview/:id/files',
    summary: 'The file tree',
    tag: 'Workspace',
    credentials: anyRole,
    params: interviewId,
    status: 200,
    answer: workspace.FileTree,
    errors: ['not_found'],
  }),
  readFile: define({
    method: 'GET',
    path: '/api/interview/:id/files/*path',
    summary: 'Read a file',
    tag: 'Workspace',
    credentials: anyRole,
    params: filePath,
    status: 200,
    answer: workspace.File,
    errors: ['not_found'],
  }),
  writeFile: define({
    method: 'PUT',
    path: '/api/interview/:id/files/*path',
    summary: 'Write a file; `If-Match` names the version it is based on',
    tag: 'Workspace',
    credentials: ['candidate', 'secret'],
    params: filePath,
    body: workspace.FileWrite,
    status: 200,
    answer: workspace.FileInfo,
    errors: ['not_found', 'version_conflict', 'file_read_only', 'already_submitted', 'interview_not_active', 'too_large', 'workspace_full'],
  }),
  deleteFile: define({
    method: 'DELETE',
    path: '/api/interview/:id/files/*path',
    summary: 'Delete a file',
    tag: 'Workspace',
    credentials: ['candidate', 'secret'],
    params: filePath,
    status: 204,
    answer: null,
    errors: ['not_found', 'file_read_only', 'already_submitted', 'interview_not_active'],
  }),
  moveFile: define({
    method: 'POST',
    path: '/api/interview/:id/files/move',
    summary: 'Move or rename a file or folder',
    tag: 'Workspace',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    body: workspace.FileMove,
    status: 200,
    answer: workspace.FileTree,
    errors: ['not_found', 'file_exists', 'file_read_only', 'already_submitted', 'interview_not_active'],
  }),
  runTests: define({
    method: 'POST',
    path: '/api/interview/:id/run-tests',
    summary: 'Save files and run the visible tests',
    tag: 'Workspace',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    body: workspace.RunRequest,
    status: 200,
    answer: workspace.RunResult,
    stream: 'accept',
    errors: ['not_found', 'run_in_progress', 'already_submitted', 'interview_not_active', 'sandbox_unavailable'],
  }),
  getQuestion: define({
    method: 'GET',
    path: '/api/interview/:id/questions',
    summary: 'The current question and the progress',
    tag: 'Workspace',
    credentials: anyRole,
    params: interviewId,
    status: 200,
    answer: workspace.QuestionProgress,
    errors: ['not_found'],
  }),
  nextQuestion: define({
    method: 'POST',
    path: '/api/interview/:id/questions',
    summary: 'Answer this question and get the next one',
    tag: 'Workspace',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    status: 200,
    answer: workspace.QuestionProgress,
    errors: ['not_found', 'no_more_questions', 'already_submitted', 'interview_not_active'],
  }),

  sendMessage: define({
    method: 'POST',
    path: '/api/interview/:id/chat',
    summary: 'Ask the assistant',
    tag: 'Assistant',
    credentials: ['candidate', 'secret'],
    params: interviewId,
    body: chat.ChatRequest,
    status: 200,
    answer: chat.ChatStreamEvent,
    stream: 'always',
    errors: ['not_found', 'chat_in_progress', 'assistant_disabled', 'assistant_unavailable', 'already_submitted', 'interview_not_active'],
  }),
  getConversation: define({
    method: 'GET',
    path: '/api/interview/:id/chat',
    summary: 'The conversation so far; with `Accept: text/event-stream` and `Last-Event-ID`, the rest of a running answer',
    tag: 'Assistant',
    credentials: anyRole,
    params: interviewId,
    status: 200,
    answer: chat.Conversation,
    stream: 'accept',
    errors: ['not_found'],
  }),
  stopMessage: define({
    method: 'DELETE',
    path: '/api/interview/:id/chat/:message',
    summary: 'Stop a running answer',
    tag: 'Assistant',
    credentials: ['candidate', 'secret'],
    params: interviewId.extend({ message: idOf('message') }),
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),

  appendEvents: define({
    method: 'POST',
    path: '/api/interview/:id/events',
    summary: 'Append a batch of events',
    tag: 'Recording',
    credentials: ['candidate'],
    params: interviewId,
    body: EventBatch,
    status: 200,
    answer: EventsAcked,
    errors: ['not_found', 'sequence_gap', 'already_submitted', 'too_large'],
  }),
  listEvents: define({
    method: 'GET',
    path: '/api/interview/:id/events',
    summary: 'Page through the log, in order',
    tag: 'Recording',
    credentials: watcher,
    params: interviewId,
    query: replay.EventQuery,
    status: 200,
    answer: replay.EventPage,
    errors: ['not_found'],
  }),
  streamEvents: define({
    method: 'GET',
    path: '/api/interview/:id/events/stream',
    summary: 'Follow the log live',
    tag: 'Recording',
    credentials: watcher,
    params: interviewId,
    status: 200,
    answer: null,
    stream: 'always',
    errors: ['not_found'],
  }),
  getReplay: define({
    method: 'GET',
    path: '/api/interview/:id/replay',
    summary: 'The replay manifest',
    tag: 'Recording',
    credentials: ['reviewer', 'observer', 'secret'],
    params: interviewId,
    status: 200,
    answer: replay.ReplayManifest,
    errors: ['not_found'],
  }),
  getSegment: define({
    method: 'GET',
    path: '/api/interview/:id/replay/segments/:first_seq',
    summary: 'The events of one segment',
    tag: 'Recording',
    credentials: ['reviewer', 'observer', 'secret'],
    params: interviewId.extend({ first_seq: z.coerce.number().int().positive() }),
    status: 200,
    answer: z.object({ events: replay.EventPage.shape.data }),
    errors: ['not_found'],
  }),

  listAssessments: define({
    method: 'GET',
    path: '/api/assessments',
    summary: 'List assessments',
    tag: 'Assessments',
    credentials: ['secret'],
    query: PageQuery,
    status: 200,
    answer: assessment.AssessmentPage,
    errors: [],
  }),
  createAssessment: define({
    method: 'POST',
    path: '/api/assessments',
    summary: 'Create an assessment from proven questions',
    tag: 'Assessments',
    credentials: ['secret'],
    body: assessment.NewAssessment,
    status: 201,
    answer: assessment.Assessment,
    errors: ['not_found'],
  }),
  getAssessment: define({
    method: 'GET',
    path: '/api/assessments/:id',
    summary: 'Get an assessment',
    tag: 'Assessments',
    credentials: ['secret'],
    params: z.object({ id: idOf('assessment') }),
    status: 200,
    answer: assessment.Assessment,
    errors: ['not_found'],
  }),
  getAssessmentCard: define({
    method: 'GET',
    path: '/api/assessments/:id/card',
    summary: 'The public card of an open assessment',
    tag: 'Assessments',
    credentials: ['publishable'],
    params: z.object({ id: idOf('assessment') }),
    status: 200,
    answer: assessment.AssessmentCard,
    errors: ['not_found', 'origin_not_allowed'],
  }),

  listKeys: define({
    method: 'GET',
    path: '/api/keys',
    summary: 'List keys',
    tag: 'Keys',
    credentials: ['secret'],
    query: PageQuery,
    status: 200,
    answer: tenant.ApiKeyPage,
    errors: [],
  }),
  createKey: define({
    method: 'POST',
    path: '/api/keys',
    summary: 'Create a key; it is shown once',
    tag: 'Keys',
    credentials: ['secret'],
    body: tenant.NewKey,
    status: 201,
    answer: tenant.CreatedKey,
    errors: [],
  }),
  rollKey: define({
    method: 'POST',
    path: '/api/keys/:key/roll',
    summary: 'Replace a key; the old one works until the overlap ends',
    tag: 'Keys',
    credentials: ['secret'],
    params: z.object({ key: idOf('key') }),
    body: tenant.KeyRoll,
    status: 201,
    answer: tenant.CreatedKey,
    errors: ['not_found'],
  }),
  revokeKey: define({
    method: 'DELETE',
    path: '/api/keys/:key',
    summary: 'Revoke a key at once',
    tag: 'Keys',
    credentials: ['secret'],
    params: z.object({ key: idOf('key') }),
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),

  health: define({
    method: 'GET',
    path: '/healthz',
    summary: 'The process runs',
    tag: 'Service',
    credentials: ['public'],
    status: 200,
    answer: z.object({ status: z.literal('ok') }),
    errors: [],
  }),
  ready: define({
    method: 'GET',
    path: '/readyz',
    summary: 'The process can serve: database and sandbox answer',
    tag: 'Service',
    credentials: ['public'],
    status: 200,
    answer: z.object({ status: z.literal('ready'), checks: z.record(z.string(), z.string()) }),
    errors: ['shutting_down'],
  }),
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
type Field<N extends EndpointName, K extends keyof Endpoint> = Endpoints[N] extends Record<K, infer S> ? S : undefined;
export type ParamsOf<N extends EndpointName> = Field<N, 'params'> extends z.ZodType ? z.infer<Field<N, 'params'>> : Record<string, never>;
export type QueryOf<N extends EndpointName> = Field<N, 'query'> extends z.ZodType ? z.infer<Field<N, 'query'>> : Record<string, never>;
/** A body as the server gets it, defaults filled in. */
export type BodyOf<N extends EndpointName> = Field<N, 'body'> extends z.ZodType ? z.infer<Field<N, 'body'>> : undefined;
/** A body or query as a caller may write it, defaults left out. */
export type BodyInputOf<N extends EndpointName> = Field<N, 'body'> extends z.ZodType ? z.input<Field<N, 'body'>> : undefined;
export type QueryInputOf<N extends EndpointName> = Field<N, 'query'> extends z.ZodType ? z.input<Field<N, 'query'>> : undefined;
export type AnswerOf<N extends EndpointName> = Field<N, 'answer'> extends z.ZodType ? z.infer<Field<N, 'answer'>> : null;
