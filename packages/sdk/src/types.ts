import type { ReplayEventMap, SessionReplay } from '@interviewlm/replay';
import type { WorkspaceEventMap } from '@interviewlm/workspace';
import type { InterviewWorkspace } from '@interviewlm/workspace/interview-workspace.js';
import type { ApplyEventMap, InterviewApply } from './apply/interview-apply.js';

export type * from './event-types.js';

/** One of our elements as a framework's templates see it: what may be given to it, and what it tells. */
export interface Tag<Element, Settable extends keyof Element, Attributes, Events> {
  readonly element: Element;
  readonly properties: Partial<Pick<Element, Settable>>;
  readonly attributes: Attributes;
  readonly events: Events;
}

type Shared = { readonly appearance?: 'light' | 'dark' | 'auto' | 'contrast'; readonly locale?: string };

/** What each framework's types are made of. */
export interface Tags {
  'interview-workspace': Tag<
    InterviewWorkspace,
    'interview' | 'baseUrl' | 'fetchToken' | 'appearance' | 'locale',
    Shared & { readonly interview?: string; readonly 'base-url'?: string },
    WorkspaceEventMap
  >;
  'session-replay': Tag<
    SessionReplay,
    'interview' | 'baseUrl' | 'fetchToken' | 'token' | 'source' | 'src' | 'author' | 'maskIdentity' | 'bundleUrl' | 'appearance' | 'locale',
    Shared & {
      readonly interview?: string;
      readonly 'base-url'?: string;
      readonly src?: string;
      readonly author?: string;
      readonly 'mask-identity'?: boolean;
      readonly 'bundle-url'?: string;
    },
    ReplayEventMap
  >;
  'interview-apply': Tag<
    InterviewApply,
    'baseUrl' | 'publishableKey' | 'assessment' | 'appearance' | 'locale',
    Shared & { readonly assessment?: string; readonly 'base-url'?: string; readonly 'publishable-key'?: string },
    ApplyEventMap & WorkspaceEventMap
  >;
}

/** `on` and the event's name as it is: `oninterview-submit`. */
export type Listeners<Events> = { readonly [Name in keyof Events as `on${Name & string}`]?: (event: Events[Name]) => void };
