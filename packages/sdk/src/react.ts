/**
 * For React 17 and newer: the elements as components, whose properties are set as properties and whose events are `onInterviewSubmit` and
 * the like. A page that is rendered on a server gets the bare tags, which open once React is there. With React 19 the tags themselves are
 * typed too.
 */
import { createComponent } from '@lit/react';
import type { EventName } from '@lit/react';
import * as React from 'react';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import { InterviewApply as Apply, InterviewWorkspace as Workspace, SessionReplay as Replay } from './elements.js';
import type { Listeners, Tag, Tags, ApplyEventMap, ReplayEventMap, WorkspaceEventMap } from './types.js';

export { setAssetBase } from './elements.js';
export type * from './types.js';

/** Gives the names of a map of events their types. */
const named =
  <Events extends Readonly<Record<keyof Events, Event>>>() =>
  <Name extends keyof Events & string>(name: Name) =>
    name as string as EventName<Events[Name]>;
const [inWorkspace, inReplay, inApply] = [named<WorkspaceEventMap>(), named<ReplayEventMap>(), named<ApplyEventMap>()];

const workspaceEvents = {
  onInterviewReady: inWorkspace('interview-ready'),
  onInterviewSaved: inWorkspace('interview-saved'),
  onInterviewTestsRun: inWorkspace('interview-tests-run'),
  onInterviewSubmit: inWorkspace('interview-submit'),
  onInterviewExpired: inWorkspace('interview-expired'),
  onInterviewConnection: inWorkspace('interview-connection'),
  onInterviewError: inWorkspace('interview-error'),
};

/** `<InterviewWorkspace interview baseUrl fetchToken onInterviewSubmit … />`: a candidate's interview. */
export const InterviewWorkspace = createComponent({
  tagName: 'interview-workspace',
  displayName: 'InterviewWorkspace',
  elementClass: Workspace,
  react: React,
  events: workspaceEvents,
});

/** `<SessionReplay interview baseUrl fetchToken onReplaySeek … />`: the recording, for a reviewer. */
export const SessionReplay = createComponent({
  tagName: 'session-replay',
  displayName: 'SessionReplay',
  elementClass: Replay,
  react: React,
  events: { onReplayReady: inReplay('replay-ready'), onReplaySeek: inReplay('replay-seek'), onReplayError: inReplay('replay-error') },
});

/** `<InterviewApply assessment baseUrl publishableKey onInterviewStart … />`: a visitor starts an interview on an open assessment. */
export const InterviewApply = createComponent({
  tagName: 'interview-apply',
  displayName: 'InterviewApply',
  elementClass: Apply,
  react: React,
  events: { ...workspaceEvents, onInterviewStart: inApply('interview-start') },
});

type Intrinsic<T> =
  T extends Tag<infer Element, never, infer Attributes, infer Events>
    ? DetailedHTMLProps<HTMLAttributes<Element>, Element> & T['properties'] & Attributes & Listeners<Events>
    : never;

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- that is where React looks for the types of tags
  namespace JSX {
    interface IntrinsicElements {
      'interview-workspace': Intrinsic<Tags['interview-workspace']>;
      'session-replay': Intrinsic<Tags['session-replay']>;
      'interview-apply': Intrinsic<Tags['interview-apply']>;
    }
  }
}
