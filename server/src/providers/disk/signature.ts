import { createHmac, timingSafeEqual } from 'node:crypto';
import { urlPath } from '../archive-key.js';

/** Path that objects are served under. */
export const archivePrefix = '/archive/';

export interface Grant {
  key: string;
  /** Unix seconds. */
  expires: number;
}

export function signedUrl({ publicUrl, secret, key, expires }: Grant & { publicUrl: string; secret: string }): string {
  const url = new URL(archivePrefix + urlPath(key), publicUrl);
  url.searchParams.set('expires', String(expires));
  url.searchParams.set('signature', sign(secret, { key, expires }));
  return url.href;
}

/** Compared in constant time, so that a guess learns nothing from how long the answer took. */
export function isSigned(secret: string, grant: Grant, signature: string): boolean {
  const [expected, given] = [Buffer.from(sign(secret, grant)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

const sign = (secret: string, { key, expires }: Grant): string =>
  createHmac('sha256', secret).update(`archive-url\nGET\n${expires}\n${key}`).digest('base64url');
