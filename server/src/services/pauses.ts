export const minute_s = 60;
export const hour_s = 3600;

/** What was down gets what it missed spread out: up to 15 % earlier or later. */
const jitter = 0.15;

/** Seconds until the next try after so many attempts, by the pauses after the first, second, … failure; null when that was the last. */
export const pausesOf =
  (pauses_s: readonly number[]) =>
  (attempts: number, random: () => number = Math.random): number | null => {
    const pause = pauses_s[attempts - 1];
    return pause === undefined ? null : pause * (1 + jitter * (2 * random() - 1));
  };
