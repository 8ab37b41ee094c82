import type { InterviewClock } from '@interviewlm/client';
import { ProblemError, clockNow, isTemporary, Backoff } from '@interviewlm/client';
import type { Interview, SelfIdentification, SubmitReceipt } from '@interviewlm/protocol';
import { msg } from '@interviewlm/ui';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';
import { inWords } from './words.js';

export type Phase = 'loading' | 'active' | 'paused' | 'submitting' | 'submitted' | 'expired' | 'error';

/** How often the server's clock and status are asked for: a tenant may pause, and another page may submit. */
const syncMs = 30_000;

/** Where the interview is in its life, and its clock. */
export class Session extends Observable {
  phase: Phase = 'loading';
  interview: Interview | null = null;
  private failure: unknown = null;

  constructor(
    private readonly desktop: Desktop,
    readonly clock: InterviewClock,
  ) {
    super();
    const timer = setInterval(() => void this.sync().catch(() => undefined), syncMs);
    desktop.signal.addEventListener('abort', () => clearInterval(timer));
    desktop.connection.onBack(() => void this.sync().catch(() => undefined));
  }

  /** Does `work` until the server answers it; a refusal ends in the state that says why. */
  async start(work: () => Promise<void>): Promise<void> {
    const backoff = new Backoff({ firstMs: 500, maxMs: 5000 });
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (this.desktop.signal.aborted) throw error;
        if (!isTemporary(error)) {
          this.fail(error);
          return;
        }
        this.desktop.connection.lost();
        await backoff.wait(this.desktop.signal);
      }
    }
  }

  async sync(): Promise<void> {
    const sentAt = clockNow();
    this.take(await this.desktop.call('getInterview', { params: { id: this.desktop.interview } }), sentAt);
  }

  async pause(): Promise<void> {
    this.take(await this.desktop.call('pauseInterview', { params: { id: this.desktop.interview } }));
  }

  async resume(): Promise<void> {
    const { interview } = await this.desktop.call('resumeInterview', { params: { id: this.desktop.interview } });
    this.take(interview);
  }

  async submit(): Promise<SubmitReceipt> {
    const before = this.phase;
    this.become('submitting');
    try {
      await this.desktop.flushRecording();
      const receipt = await this.desktop.call('submitInterview', { params: { id: this.desktop.interview } });
      this.become('submitted');
      return receipt;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'already_submitted') this.become('submitted');
      else this.become(before);
      throw error;
    }
  }

  async identifySelf(body: SelfIdentification): Promise<void> {
    await this.desktop.call('identifySelf', { params: { id: this.desktop.interview }, body });
  }

  /** Why it can't be opened, in plain words of the page's locale; null where nothing failed. */
  get problem(): string | null {
    return this.failure === null ? null : unopenable(this.failure);
  }

  /** The clock ran out here; the server has the last word. */
  async onTimeUp(): Promise<void> {
    await this.sync().catch(() => undefined);
  }

  /** For a failure that nothing here can mend. */
  fail(error: unknown): void {
    if (error instanceof ProblemError && error.code === 'interview_expired') return this.become('expired');
    if (error instanceof ProblemError && error.code === 'already_submitted') return this.become('submitted');
    this.failure = error;
    this.become('error');
  }

  take(interview: Interview, sentAt?: number): void {
    this.interview = interview;
    this.clock.sync(interview.clock, sentAt);
    if (this.phase !== 'submitting') this.phase = phaseOf(interview);
    this.changed();
  }

  private become(phase: Phase): void {
    this.phase = phase;
    this.changed();
  }
}

function phaseOf({ status }: Interview): Phase {
  if (status === 'created' || status === 'started') return 'active';
  if (status === 'paused') return 'paused';
  if (status === 'expired') return 'expired';
  return status === 'erased' ? 'error' : 'submitted';
}

function unopenable(error: unknown): string {
  if (!(error instanceof ProblemError)) return inWords(error);
  if (error.status === 401 || error.status === 403)
    return msg('This link has expired or was revoked. Ask whoever invited you for a new one.');
  if (error.status === 404)
    return msg('This interview doesn’t exist, or this link doesn’t open it. Check the link, or ask whoever sent it.');
  return inWords(error);
}
