import { hour_s, minute_s, pausesOf } from '../pauses.js';

/** Nine retries within about three days. */
export const nextPause_s = pausesOf([
  5,
  5 * minute_s,
  30 * minute_s,
  2 * hour_s,
  5 * hour_s,
  10 * hour_s,
  14 * hour_s,
  20 * hour_s,
  24 * hour_s,
]);
