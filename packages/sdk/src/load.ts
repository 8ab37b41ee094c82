import type { SessionReplay } from '@interviewlm/replay';
import type { InterviewWorkspace } from '@interviewlm/workspace/interview-workspace.js';
import type { InterviewApply } from './apply/interview-apply.js';
import type { FetchToken } from './invite.js';

export interface LoadOptions {
  /** Where InterviewLM is served, e.g. `https://interviews.example.com`. */
  readonly baseUrl: string | URL;
  /** `ilm_pk_…`, for pages that start interviews on open assessments. */
  readonly publishableKey?: string;
}

export interface SessionOptions {
  /** `itv_…` */
  readonly interview: string;
  readonly fetchToken: FetchToken;
}

/** Makes our elements, each loaded with the first that is asked for. They are ready for a page once they are put into it. */
export interface InterviewLM {
  readonly baseUrl: string;
  createWorkspace(options: SessionOptions): Promise<InterviewWorkspace>;
  createReplay(options: SessionOptions): Promise<SessionReplay>;
  /** The card and form by which a visitor starts an interview on an open assessment. Needs `publishableKey`. */
  createApply(options: { readonly assessment: string }): Promise<InterviewApply>;
}

/** Safe to import anywhere, a server included; to be called where there is a page. */
export function loadInterviewLM(options: LoadOptions): Promise<InterviewLM> {
  return Promise.resolve(new Loaded(new URL(options.baseUrl).href, options.publishableKey));
}

class Loaded implements InterviewLM {
  constructor(
    readonly baseUrl: string,
    private readonly publishableKey: string | undefined,
  ) {}

  async createWorkspace(options: SessionOptions): Promise<InterviewWorkspace> {
    await import('@interviewlm/workspace/interview-workspace.js');
    return Object.assign(document.createElement('interview-workspace'), { baseUrl: this.baseUrl, ...options });
  }

  async createReplay(options: SessionOptions): Promise<SessionReplay> {
    await import('@interviewlm/replay');
    return Object.assign(document.createElement('session-replay'), { baseUrl: this.baseUrl, ...options });
  }

  async createApply({ assessment }: { readonly assessment: string }): Promise<InterviewApply> {
    if (!this.publishableKey) throw new TypeError('loadInterviewLM was called without publishableKey: an application needs one.');
    await import('./apply/interview-apply.js');
    const element = document.createElement('interview-apply');
    return Object.assign(element, { baseUrl: this.baseUrl, publishableKey: this.publishableKey, assessment });
  }
}
