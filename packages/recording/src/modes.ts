/**
 * What the player is doing, and what moves it on. Pairs that aren't listed change nothing.
 *
 * ```
 * loading  ─arrive→ paused           loading ─play→ resuming     loading ─seek→ loading        loading ─fail→ failed
 * paused   ─play→ playing            paused  ─seek→ seeking
 * playing  ─pause→ paused            playing ─seek→ resuming     playing ─starve→ resuming     playing ─end→ ended
 * seeking  ─arrive→ paused           seeking ─play→ resuming     seeking ─fail→ failed
 * resuming ─arrive→ playing          resuming ─pause→ seeking    resuming ─fail→ failed
 * ended    ─play→ resuming (from 0)  ended   ─seek→ seeking
 * failed   ─retry→ loading           failed  ─seek→ loading
 * ```
 */
export type Mode = 'loading' | 'paused' | 'playing' | 'seeking' | 'resuming' | 'ended' | 'failed';
export type Action = 'play' | 'pause' | 'seek' | 'starve' | 'arrive' | 'end' | 'fail' | 'retry';
export type Effect = 'startClock' | 'stopClock' | 'fetch' | 'rewind';

export interface Step {
  readonly next: Mode;
  readonly effect?: Effect;
}

const table: { readonly [M in Mode]: { readonly [A in Action]?: Step } } = {
  loading: {
    arrive: { next: 'paused' },
    play: { next: 'resuming' },
    seek: { next: 'loading', effect: 'fetch' },
    fail: { next: 'failed' },
  },
  paused: { play: { next: 'playing', effect: 'startClock' }, seek: { next: 'seeking', effect: 'fetch' } },
  playing: {
    pause: { next: 'paused', effect: 'stopClock' },
    seek: { next: 'resuming', effect: 'fetch' },
    starve: { next: 'resuming', effect: 'fetch' },
    end: { next: 'ended', effect: 'stopClock' },
  },
  seeking: {
    arrive: { next: 'paused' },
    seek: { next: 'seeking', effect: 'fetch' },
    play: { next: 'resuming' },
    fail: { next: 'failed' },
  },
  resuming: {
    arrive: { next: 'playing', effect: 'startClock' },
    seek: { next: 'resuming', effect: 'fetch' },
    pause: { next: 'seeking' },
    fail: { next: 'failed' },
  },
  ended: { play: { next: 'resuming', effect: 'rewind' }, seek: { next: 'seeking', effect: 'fetch' } },
  failed: { retry: { next: 'loading', effect: 'fetch' }, seek: { next: 'loading', effect: 'fetch' } },
};

/** `transition('paused', 'play') // { next: 'playing', effect: 'startClock' }` */
export function transition(mode: Mode, action: Action): Step {
  return table[mode][action] ?? { next: mode };
}
