import type { ReplayManifest } from '@interviewlm/protocol';

/** The playhead was put somewhere, by a person or by `seek()`; not sent while it only plays on. */
export class ReplaySeekEvent extends Event {
  constructor(readonly t_ms: number) {
    super('replay-seek', { bubbles: true, composed: true });
  }
}

/** The first moment is shown. */
export class ReplayReadyEvent extends Event {
  constructor(readonly manifest: ReplayManifest) {
    super('replay-ready', { bubbles: true, composed: true });
  }
}

/** The recording, or a part of it, can't be read. */
export class ReplayErrorEvent extends Event {
  constructor(readonly error: unknown) {
    super('replay-error', { bubbles: true, composed: true });
  }
}

/** Something that the person asked the player to do, from a control, a key or the timeline. */
export class ReplayCommandEvent extends Event {
  constructor(readonly command: Command) {
    super('replay-command', { bubbles: true, composed: true });
  }
}

export type Command =
  | { readonly do: 'toggle' | 'pause' | 'slower' | 'faster' | 'help' | 'copyLink' | 'skipIdle' | 'live' | 'search' | 'origins' }
  | { readonly do: 'seek' | 'comments'; readonly t_ms: number }
  | { readonly do: 'comment' }
  | { readonly do: 'jump'; readonly by_ms: number }
  | { readonly do: 'marker' | 'step'; readonly direction: 1 | -1 }
  | { readonly do: 'speed'; readonly speed: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: 'loop'; readonly edge: 'start' | 'end' | 'none' }
  | { readonly do: 'show'; readonly path: string }
  | { readonly do: 'find'; readonly query: string }
  | { readonly do: 'save'; readonly what: 'cast' | 'text' | 'print' };

export interface ReplayEventMap {
  'replay-ready': ReplayReadyEvent;
  'replay-seek': ReplaySeekEvent;
  'replay-error': ReplayErrorEvent;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a global interface can only be widened by merging
  interface GlobalEventHandlersEventMap extends ReplayEventMap {}
}
