const minute = 60;
const hour = 3600;

/** Pauses after the first, second, … failure, in seconds: ten retries within about a day. */
const pauses_s = [10, minute, 5 * minute, 15 * minute, hour, 2 * hour, 4 * hour, 5 * hour, 6 * hour, 6 * hour];

/** What a mail server missed comes spread out: up to 15 % earlier or later. */
const jitter = 0.15;

/** Seconds until the next try after so many attempts; null when that was the last. */
export function nextPause_s(attempts: number, random: () => number = Math.random): number | null {
  const pause = pauses_s[attempts - 1];
  return pause === undefined ? null : pause * (1 + jitter * (2 * random() - 1));
}
