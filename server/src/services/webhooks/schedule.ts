const minute = 60;
const hour = 3600;

/** Pauses after the first, second, … failure, in seconds: nine retries within about three days. */
const pauses_s = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** A receiver that was down gets what it missed spread out: up to 15 % earlier or later. */
const jitter = 0.15;

/** Seconds until the next try after so many attempts; null when that was the last. */
export function nextPause_s(attempts: number, random: () => number = Math.random): number | null {
  const pause = pauses_s[attempts - 1];
  return pause === undefined ? null : pause * (1 + jitter * (2 * random() - 1));
}
