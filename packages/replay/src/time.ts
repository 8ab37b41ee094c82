import { msg, spokenDuration } from '@interviewlm/ui';

/** `3:07`, or `1:03:07` from an hour on. */
export function clock(ms: number): string {
  const { hours, minutes, seconds } = parts(ms);
  const tail = `${String(minutes).padStart(hours ? 2 : 1, '0')}:${String(seconds).padStart(2, '0')}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** The same for screen readers: `3 minutes 7 seconds`. */
export function spoken(ms: number): string {
  return spokenDuration(ms) || msg('the start');
}

/** The moment in a fragment such as `#t=3:07`, alone or beside other parts, in milliseconds; null when there is none. */
export function momentIn(fragment: string): number | null {
  const found = /(?:^#?|[#&])t=(\d{1,6}(?::\d{1,2}){0,2})(?:&|$)/.exec(fragment.replaceAll('%3A', ':'))?.[1];
  if (!found) return null;
  return found.split(':').reduce((total, part) => total * 60 + Number(part), 0) * 1000;
}

/** `address` with its fragment pointing at `ms`; other parts of the fragment stay. */
export function withMoment(address: string, ms: number): string {
  const url = new URL(address);
  const others = url.hash
    .slice(1)
    .split('&')
    .filter((part) => part && !part.startsWith('t='));
  url.hash = [...others, `t=${clock(ms)}`].join('&');
  return url.href;
}

/** The end of the second that `ms` is in: for what shows no more than seconds. */
export const secondOf = (ms: number) => Math.floor(ms / 1000) * 1000 + 999;

function parts(ms: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor(ms / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}
