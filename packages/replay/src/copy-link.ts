import { msg, str } from '@interviewlm/ui';
import { clock, withMoment } from './time.js';

/** Copies the page's address with this moment in it, or says it where a page may not copy. */
export async function copyLink(t_ms: number, say: (text: string) => void): Promise<void> {
  const link = withMoment(location.href, t_ms);
  const copied = await navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  );
  say(copied ? msg(str`Copied a link to ${clock(t_ms)}`) : msg(str`This page may not copy. The link is ${link}`));
}
