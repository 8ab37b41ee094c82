import type { Appearance } from '@interviewlm/ui';
import type { SessionReplay } from '@interviewlm/replay';
import type { InterviewWorkspace } from '@interviewlm/workspace/interview-workspace.js';
import type { InterviewApply } from './apply/interview-apply.js';
import type { FetchToken } from '@interviewlm/client';

export interface LoadOptions {
  /** Where InterviewLM is served, e.g. `https://interviews.example.com`. */
  readonly baseUrl: string | URL;
  /** `ilm_pk_…`, for pages that start interviews on open assessments. */
  readonly publishableKey?: string | undefined;
  /** `light`, `dark`, `auto` (the visitor's preference) or `contrast`; without it the page around decides. */
  readonly appearance?: Appearance;
  /** `en`, `de`, `es`, `ja` or `ar`, also with a region (`de-CH`); without it the nearest `lang` around each element decides. */
  readonly locale?: string | undefined;
  /** Where the editor's files are served: a copy of `@interviewlm/ui/dist/monaco`. Without it they come from InterviewLM. */
  readonly assetBase?: string | URL;
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

/** Without `assetBase` the editor's files lie beside this module, as in our own bundle. */
export async function loadInterviewLM({ baseUrl, publishableKey, appearance, locale, assetBase }: LoadOptions): Promise<InterviewLM> {
  if (assetBase !== undefined) {
    const { setAssetBase } = await import('@interviewlm/ui');
    setAssetBase(assetBase);
  }
  return new Loaded(new URL(baseUrl).href, publishableKey, appearance, locale);
}

class Loaded implements InterviewLM {
  constructor(
    readonly baseUrl: string,
    private readonly publishableKey: string | undefined,
    private readonly appearance: Appearance | undefined,
    private readonly locale: string | undefined,
  ) {}

  async createWorkspace(options: SessionOptions): Promise<InterviewWorkspace> {
    await import('@interviewlm/workspace/interview-workspace.js');
    const { baseUrl, appearance, locale } = this;
    return Object.assign(document.createElement('interview-workspace'), { baseUrl, appearance, locale, ...options });
  }

  async createReplay(options: SessionOptions): Promise<SessionReplay> {
    await import('@interviewlm/replay');
    const { baseUrl, appearance, locale } = this;
    return Object.assign(document.createElement('session-replay'), { baseUrl, appearance, locale, ...options });
  }

  async createApply({ assessment }: { readonly assessment: string }): Promise<InterviewApply> {
    if (!this.publishableKey) throw new TypeError('loadInterviewLM was called without publishableKey: an application needs one.');
    await import('./apply/interview-apply.js');
    const { baseUrl, appearance, locale, publishableKey } = this;
    return Object.assign(document.createElement('interview-apply'), { baseUrl, appearance, locale, publishableKey, assessment });
  }
}
