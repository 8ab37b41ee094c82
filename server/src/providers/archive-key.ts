/**
 * Keys that every archive takes: 1 to 1024 bytes, no control characters, and no empty, `.` or `..` part,
 * which URLs would rewrite. Throws `TypeError`: our own code names the objects, so a bad key is a bug.
 */
export function checkKey(key: string): void {
  const bytes = Buffer.byteLength(key);
  const parts = key.split('/');
  const bad =
    bytes === 0 || bytes > 1024 || /\p{Cc}|\p{Cs}/u.test(key) || parts.some((part) => part === '' || part === '.' || part === '..');
  if (bad) throw new TypeError(`${JSON.stringify(key.slice(0, 100))} can not name an object in the archive`);
}

/** As it stands in the path of a URL. */
export const urlPath = (key: string): string => key.split('/').map(encodeURIComponent).join('/');
