/** The part of a recording that the timeline shows, in milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Nothing happens closer together. */
const leastMs = 5000;

export const whole = (duration: number): Window => ({ from: 0, to: Math.max(1, duration) });

/** `window` with `factor` times its length, where `at` stays in its place. */
export function zoomed({ from, to }: Window, factor: number, at: number, duration: number): Window {
  const length = Math.min(Math.max(1, duration), Math.max(Math.min(leastMs, Math.max(1, duration)), (to - from) * factor));
  const share = (Math.min(to, Math.max(from, at)) - from) / (to - from);
  return within(at - share * length, length, duration);
}

/** `window` moved by `ms`, as far as the recording goes. */
export const moved = ({ from, to }: Window, ms: number, duration: number): Window => within(from + ms, to - from, duration);

/** `window` where `t` is inside: moved so that it comes early in it, when it isn't. */
export function showing(window: Window, t: number, duration: number): Window {
  if (t >= window.from && t <= window.to) return window;
  const length = window.to - window.from;
  return within(t - length / 10, length, duration);
}

function within(from: number, length: number, duration: number): Window {
  const start = Math.min(Math.max(0, duration - length), Math.max(0, from));
  return { from: start, to: start + length };
}
