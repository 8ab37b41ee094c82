import { Caller } from './caller.js';

/** A browser on the console's own page: it sends its origin, and keeps the cookie that it is given. */
export const consolePage = (url: string, more: Readonly<Record<string, string>> = {}): Caller =>
  new Caller(url, { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin', 'interviewlm-console': '1', ...more });

/** Signs in with the key of `caller`, and goes on as that page. */
export async function signIn(url: string, caller: Caller): Promise<Caller> {
  const answer = await consolePage(url).post('/console/session', { key: caller.headers['authorization']?.slice('Bearer '.length) });
  const [cookie] = answer.headers.getSetCookie();
  if (answer.status !== 201 || !cookie) throw new Error(`Signing in answered ${answer.status}: ${answer.text}`);
  return consolePage(url, { cookie: cookie.split(';')[0] ?? '' });
}
