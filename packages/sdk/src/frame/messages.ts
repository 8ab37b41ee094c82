/**
 * What a page and the frame in it say to each other with `data-mode="iframe"`. The page speaks first, to our exact origin; the frame
 * answers only the window around it, and only at the origin that this first message came from. Each side drops everything else.
 */
export type ToFrame =
  /** The first message: what to show, by the place's data attributes, and the height of the page's window in CSS pixels. */
  | { readonly type: 'interviewlm:open'; readonly settings: Readonly<Record<string, string>>; readonly viewport: number }
  /** The answer to `token-wanted`; without a token the page's server gave none. */
  | { readonly type: 'interviewlm:token'; readonly request: number; readonly token?: string }
  /** Put the focus inside. */
  | { readonly type: 'interviewlm:focus' };

export type FromFrame =
  /** How high the content is, in CSS pixels. */
  | { readonly type: 'interviewlm:height'; readonly height: number }
  /** A session token is needed: the page's server has the secret key. */
  | { readonly type: 'interviewlm:token-wanted'; readonly request: number }
  /** The focus came into the frame, or left it. */
  | { readonly type: 'interviewlm:focused'; readonly focused: boolean }
  /** Something happened that an element would have told by an event of this name and with these fields. */
  | { readonly type: 'interviewlm:event'; readonly name: FrameEvent; readonly fields: Readonly<Record<string, unknown>> };

/** The events that a frame passes on to the page. */
export const frameEvents = [
  'interview-start',
  'interview-ready',
  'interview-saved',
  'interview-tests-run',
  'interview-submit',
  'interview-expired',
  'interview-connection',
  'interview-error',
  'replay-ready',
  'replay-seek',
] as const;
export type FrameEvent = (typeof frameEvents)[number];

/** One of ours by its looks; the fields are checked where they are used. */
export function isMessage(data: unknown): data is { readonly type: string } & Readonly<Record<string, unknown>> {
  return (
    typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string' && data.type.startsWith('interviewlm:')
  );
}
