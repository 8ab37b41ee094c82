import { InterviewClock, clockNow, createClient, createRecorder, isTemporary, openDrafts } from '@interviewlm/client';
import type { CallOptions, Client, ClientEvent, ClientEventType, Drafts, FetchToken, Recorder } from '@interviewlm/client';
import type { AnswerOf, EndpointName, Interview, QuestionProgress, WorkspaceOpening } from '@interviewlm/protocol';
import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import type { Desktop } from './desktop.js';
import { Files } from './files.js';
import { Memory } from './memory.js';
import { OfflineCopy } from './offline-copy.js';
import { Questions } from './questions.js';
import { Session } from './session.js';
import { TestRuns } from './tests.js';

export interface WorkspaceOptions {
  readonly interview: string;
  readonly baseUrl: string;
  readonly fetchToken: FetchToken;
  /** Stands in for the global one. */
  readonly fetch?: typeof fetch;
}

/** No save waits longer than this for the recording to be delivered. */
const flushPatienceMs = 2000;

/** Everything that the parts of one workspace share. Parts get it by `@lit/context`. */
export class Workspace implements Desktop {
  readonly interview: string;
  readonly client: Client;
  readonly clock = new InterviewClock();
  readonly memory: Memory;
  readonly connection: Connection;
  readonly session: Session;
  readonly questions: Questions;
  readonly files: Files;
  readonly tests: TestRuns;
  readonly conversation: Conversation;
  private readonly copy: OfflineCopy;
  private readonly closed = new AbortController();
  private recorder: Recorder | undefined;
  private recording: Promise<void> | undefined;
  /** What happened while the recorder was still on its way: a pane that opens quickly can be used before. */
  private early: (ClientEvent & { t_ms: number })[] = [];

  constructor(options: WorkspaceOptions, drafts: Drafts) {
    this.interview = options.interview;
    this.client = createClient({ baseUrl: options.baseUrl, fetchToken: options.fetchToken, fetch: options.fetch });
    this.memory = new Memory(options.interview, this.signal);
    this.connection = new Connection((signal) => this.client.call('getInterview', { params: { id: this.interview }, signal }), this.signal);
    this.session = new Session(this, this.clock);
    this.questions = new Questions(this);
    this.files = new Files(this, drafts);
    this.tests = new TestRuns(this, this.files, this.questions);
    this.conversation = new Conversation(this, this.files);
    this.copy = new OfflineCopy(this);
  }

  static async create(options: WorkspaceOptions): Promise<Workspace> {
    return new Workspace(options, await openDrafts());
  }

  get signal(): AbortSignal {
    return this.closed.signal;
  }

  /** Opens the interview; resolves when it can be worked on or when it says why not. */
  start(): Promise<void> {
    return this.session.start(async () => {
      const sentAt = clockNow();
      // One answer with all that the editor needs. It also begins an interview that hasn't begun.
      const answered = await this.call('openWorkspace', { params: { id: this.interview } }).catch((error: unknown) => this.fromCopy(error));
      const { interview, work } = answered;
      if (work) this.questions.show(work.question);
      this.session.take(interview, sentAt);
      if (!work) return this.copy.keep();
      this.tests.restore();
      this.recording ??= this.startRecording(interview);
      await Promise.all([this.recording, this.files.load(work), this.loadConversation(interview)]);
      await this.copy.keep();
    });
  }

  /** Resolves with where the candidate is now: at the same question, when it turned out that nothing more is asked. */
  async nextQuestion(): Promise<QuestionProgress> {
    await this.files.saveAll();
    const before = this.questions.current?.current.id;
    const progress = await this.questions.next();
    const { current } = progress;
    if (current.id === before) return progress;
    this.tests.clear();
    await this.files.refresh();
    for (const path of [...this.files.tabs]) this.files.close(path);
    for (const path of current.open.toReversed()) await this.files.show(path);
    return progress;
  }

  call<N extends EndpointName>(name: N, options: CallOptions<N>): Promise<AnswerOf<N>> {
    const signal = options.signal ? AbortSignal.any([options.signal, this.signal]) : this.signal;
    return this.connection.watch(this.client.call(name, { ...options, signal }));
  }

  record(event: ClientEvent): void {
    // What happens after the submission is no part of the interview, and the server wouldn't take it.
    if (this.session.phase !== 'active' && this.session.phase !== 'paused') return;
    if (this.recorder) this.recorder.record(event);
    else this.early.push({ t_ms: this.clock.elapsed(), ...event });
  }

  async flushRecording(): Promise<void> {
    if (!this.recording || this.connection.state !== 'online') return;
    const flushed = this.recording.then(() => this.recorder?.flush());
    await Promise.race([flushed, new Promise((resolve) => setTimeout(resolve, flushPatienceMs))]);
  }

  close(): void {
    this.recorder?.close();
    this.closed.abort();
  }

  /** While the server is away the workspace opens as it was last confirmed, and catches up once the server is back. */
  private async fromCopy(error: unknown): Promise<WorkspaceOpening> {
    const copied = isTemporary(error) ? await this.copy.read() : null;
    if (!copied) throw error;
    this.connection.lost();
    this.onceBack(() => this.files.refresh());
    return copied;
  }

  private async loadConversation({ ai_policy }: Interview): Promise<void> {
    if (ai_policy.mode === 'off') return;
    await this.conversation.load().catch((error: unknown) => {
      if (!isTemporary(error)) throw error;
      this.onceBack(() => this.conversation.load());
    });
  }

  private onceBack(work: () => Promise<void>): void {
    const stop = this.connection.onBack(() => {
      stop();
      void work().catch(() => undefined);
    });
  }

  /** The files don't wait for it: what happens meanwhile is recorded with its own time. */
  private async startRecording({ accommodations }: Interview): Promise<void> {
    this.recorder = await createRecorder({
      client: this.client,
      interview: this.interview,
      clock: this.clock,
      suppress: accommodations.suppress_signals.map((signal): ClientEventType => `integrity.${signal}`),
      onStatus: (status) => {
        if (status === 'offline') this.connection.lost();
      },
    });
    for (const event of this.early.splice(0)) this.recorder.record(event);
  }
}
