import { hour_s, minute_s, pausesOf } from '../pauses.js';

/** Ten retries within about a day. */
export const nextPause_s = pausesOf([
  10,
  minute_s,
  5 * minute_s,
  15 * minute_s,
  hour_s,
  2 * hour_s,
  4 * hour_s,
  5 * hour_s,
  6 * hour_s,
  6 * hour_s,
]);
