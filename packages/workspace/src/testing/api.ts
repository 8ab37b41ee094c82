import type {
  ChatMessage,
  ChatRequest,
  EventBatch,
  File,
  Interview,
  NewEvent,
  Proposal,
  QuestionProgress,
  RunResult,
  SelfIdentification,
  WorkspaceOpening,
} from '@interviewlm/protocol';

export const interviewId = 'itv_00000000000000000000000000';
export const baseUrl = 'http://api.test';

const now = () => new Date().toISOString();
const hash = '0'.repeat(64);
const noUsage = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, cost_micros: 0 };

const interview = (): Interview => ({
  id: interviewId,
  object: 'interview',
  mode: 'test',
  status: 'started',
  assessment: { id: 'asm_00000000000000000000000000', title: 'Two sums', description: '' },
  candidate: { id: 'cnd_00000000000000000000000000', name: 'Ada', email: null, external_id: null },
  accommodations: { time_multiplier: 1, pause_allowed: true, suppress_signals: [] },
  ai_policy: { mode: 'pair', show_usage: true, tools: ['read_file', 'list_files', 'search', 'run_tests', 'propose_edit'] },
  clock: { limit_ms: 3_600_000, elapsed_ms: 60_000, running: true, server_time: now() },
  metadata: {},
  redirect_url: null,
  self_identification: false,
  hold: null,
  erasure_requested_at: null,
  erased: [],
  score: null,
  links: null,
  created_at: now(),
  started_at: now(),
  submitted_at: null,
  archived_at: null,
  expires_at: now(),
});

const question = (): QuestionProgress => ({
  object: 'question_progress',
  current: {
    id: 'qst_00000000000000000000000000',
    object: 'question',
    index: 0,
    title: 'Two sums',
    instructions: '# Two sums\n\nWrite `sum` in **sum.ts**.\n\n```ts\nsum(1, 2); // 3\n```',
    runtime: 'typescript',
    difficulty: 2,
    concepts: ['numbers'],
    builds_on: null,
    open: ['src/sum.ts'],
    tests: ['sum.test.ts'],
    limits: { wall_ms: 20_000, memory_mb: 256, output_bytes: 262_144, pids: 64 },
  },
  progress: { index: 0, total: 2, has_next: true, adaptive: false, follow_ups: false },
});

export const runResult = (over: Partial<RunResult> = {}): RunResult => ({
  id: 'run_00000000000000000000000000',
  object: 'test_run',
  passed: 1,
  failed: 1,
  total: 2,
  duration_ms: 812,
  tests: [
    { name: 'adds', status: 'passed', duration_ms: 3 },
    { name: 'adds negatives', status: 'failed', message: 'expected -3, got 3', duration_ms: 2 },
  ],
  stdout: 'ran\n',
  stderr: '',
  truncated: false,
  timed_out: false,
  stopped: null,
  ...over,
});

/** A run in which nothing was tested, through no fault of the code. */
export const runnerMissing = (): RunResult =>
  runResult({
    passed: 0,
    failed: 2,
    runner_missing: true,
    stopped: 'The test runner did not start, so nothing was tested. That is our fault, not that of your code: try again.',
    tests: [{ name: 'adds', status: 'missing', message: 'This test was not run.', duration_ms: 0 }],
  });

/** The server's side of the contract in memory, by the rules that the workspace depends on: versions, conflicts, sequences. */
export class Api {
  interview = interview();
  question = question();
  readonly files = new Map<string, File>();
  readonly messages: ChatMessage[] = [];
  readonly events: NewEvent[] = [];
  run: RunResult = runResult();
  answer: { event: string; data: object }[] = [];
  /** What the assistant was asked. */
  readonly asked: ChatRequest[] = [];
  /** What the candidate said of themself last. */
  said: SelfIdentification | null = null;
  isDown = false;
  /** Saves wait for it. */
  savesAfter: Promise<unknown> = Promise.resolve();
  /** Answers that come instead of the usual one, by `METHOD path`. */
  readonly refusals = new Map<string, [status: number, code: string]>();
  private readonly writers = new Map<string, number>();

  constructor() {
    this.write('src/sum.ts', 'export const sum = 0;\n');
    this.write('sum.test.ts', 'test("adds");\n', true);
  }

  write(path: string, content: string, read_only = false): File {
    const version = (this.files.get(path)?.version ?? 0) + 1;
    const info = { path, size: content.length, version, sha256: hash, read_only, updated_at: now() };
    const file: File = { ...info, object: 'file', content, encoding: 'utf-8' };
    this.files.set(path, file);
    return file;
  }

  /** The text that the recorded edits make of a file's first content. */
  replayed(path: string, start: string): string {
    let text = start;
    for (const event of this.events) {
      if (event.type !== 'editor.edit' || event.data.path !== path) continue;
      for (const [offset, deleted, inserted] of event.data.changes) text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
    }
    return text;
  }

  handle(method: string, path: string, headers: Headers, body: unknown): Response {
    const refusal = this.refusals.get(`${method} ${path}`);
    if (refusal) return problem(...refusal);
    if (path === '') return Response.json(this.interview);
    if (path === '/workspace') return Response.json(this.opening());
    if (path === '/questions') return Response.json(this.question);
    if (path === '/files') return Response.json({ object: 'file_tree', files: [...this.files.values()] });
    if (path === '/files/move') return this.move(body as { from: string; to: string });
    if (path.startsWith('/files/')) return this.file(method, decodeURIComponent(path.slice(7)), headers, body as { content: string });
    if (path === '/events') return this.append(body as EventBatch);
    if (path === '/run-tests')
      return stream([
        { event: 'output', data: { stream: 'stdout', text: 'ran\n' } },
        { event: 'result', data: this.run },
      ]);
    if (path === '/chat' && method === 'POST') {
      this.asked.push(body as ChatRequest);
      return stream(this.answer);
    }
    if (path === '/chat') return Response.json({ object: 'conversation', messages: this.messages, usage: noUsage });
    if (path === '/pause' || path === '/resume') return this.turn(path === '/pause');
    if (path === '/submit') return this.submit();
    if (path === '/self-identification') return this.identify(body as SelfIdentification);
    return problem(404, 'not_found');
  }

  private opening(): WorkspaceOpening {
    const files = [...this.files.values()];
    const open = files.filter(({ path }) => this.question.current.open.includes(path));
    const desk = { tabs: open.map(({ path }) => ({ path, offset: 0 })), active: open[0]?.path ?? null };
    const isOver = !['created', 'started', 'paused'].includes(this.interview.status);
    return { object: 'workspace', interview: this.interview, work: isOver ? null : { question: this.question, files, open, desk } };
  }

  private file(method: string, path: string, headers: Headers, body: { content: string }): Response {
    const file = this.files.get(path);
    if (method === 'PUT') {
      const base = Number(headers.get('If-Match') ?? file?.version ?? 0);
      if (base !== (file?.version ?? 0) && file?.content !== body.content)
        return problem(409, 'version_conflict', { base_version: base, current: file ?? null });
      return Response.json(file?.content === body.content ? file : this.write(path, body.content));
    }
    if (!file) return problem(404, 'not_found');
    if (method !== 'DELETE') return Response.json(file);
    this.files.delete(path);
    return new Response(null, { status: 204 });
  }

  private move({ from, to }: { from: string; to: string }): Response {
    if (this.files.has(to)) return problem(409, 'file_exists');
    for (const [path, file] of [...this.files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.files.delete(path);
      this.files.set(to + path.slice(from.length), { ...file, path: to + path.slice(from.length) });
    }
    return Response.json({ object: 'file_tree', files: [...this.files.values()] });
  }

  private append({ client_id, first_seq, events }: EventBatch): Response {
    const next = this.writers.get(client_id) ?? 1;
    if (first_seq > next) return problem(409, 'sequence_gap', { expected_seq: next });
    this.events.push(...events.slice(next - first_seq));
    const after = Math.max(next, first_seq + events.length);
    this.writers.set(client_id, after);
    return Response.json({ acked_seq: after - 1, next_seq: after });
  }

  private turn(pauses: boolean): Response {
    this.interview = { ...this.interview, status: pauses ? 'paused' : 'started', clock: { ...this.interview.clock, running: !pauses } };
    const restored = { files: this.files.size, chat_messages: 0, sandbox: 'ready' };
    return Response.json(pauses ? this.interview : { interview: this.interview, resumed_in_ms: 5, restored });
  }

  private identify(said: SelfIdentification): Response {
    this.said = said;
    return new Response(null, { status: 204 });
  }

  private submit(): Response {
    if (this.interview.status === 'submitted') return problem(409, 'already_submitted');
    this.interview = { ...this.interview, status: 'submitted', submitted_at: now() };
    const report = { status: 'pending', url: `${baseUrl}/api/interview/${interviewId}/report` };
    return Response.json({ object: 'submission', interview: interviewId, status: 'submitted', submitted_at: now(), report });
  }
}

export const proposal = (path: string, content: string): Proposal => ({ id: 'prp_1', path, diff: '-a\n+b\n', base_version: 1, content });

/** A request to the API's origin, answered by the API. */
export async function answerOf(api: Api, url: URL, init?: RequestInit): Promise<Response> {
  if (api.isDown) throw new TypeError('Failed to fetch');
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
  if (init?.method === 'PUT') await api.savesAfter;
  return api.handle(init?.method ?? 'GET', url.pathname.replace(/^\/api\/interview\/[^/]+/, ''), new Headers(init?.headers), body);
}

/** Puts the API behind `fetch` for its own origin; everything else goes where it went. Returns the way back. */
export function serve(api: Api): () => void {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    return url.origin === baseUrl ? answerOf(api, url, init) : original(input, init);
  };
  return () => {
    globalThis.fetch = original;
  };
}

const problem = (status: number, code: string, extra: object = {}): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: code, status, code, request_id: 'req_1', ...extra }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });

/** A stream that is over after these events. */
export const stream = (events: readonly { event: string; data: object }[]): Response =>
  new Response(events.map(({ event, data }, at) => `id: a.${at}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), {
    headers: { 'Content-Type': 'text/event-stream' },
  });
