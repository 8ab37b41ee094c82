import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The only credential that the test servers know. */
export const credential = { accessKeyId: 'AKIATEST', secretAccessKey: 'test-secret' };

/**
 * Whether a request carries a valid AWS signature, version 4, in its header or its query, that is still in time.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export function isSigned({ method = '', url = '', headers }: IncomingMessage): boolean {
  const [path = '', search = ''] = url.split('?', 2);
  const query = new URLSearchParams(search);
  const parts = query.has('X-Amz-Signature') ? fromQuery(query) : fromHeader(headers);
  if (!parts || !parts.scope.startsWith(`${credential.accessKeyId}/`) || parts.expired) return false;
  const [, day = '', region = '', service = ''] = parts.scope.split('/');
  const canonical = [
    method,
    path,
    canonicalQuery(search),
    ...parts.signedHeaders.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    parts.signedHeaders,
    parts.payload,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', parts.time, [day, region, service, 'aws4_request'].join('/'), sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce(
    (secret: string | Buffer, text) => hmac(secret, text),
    `AWS4${credential.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === parts.signature;
}

interface Parts {
  scope: string;
  time: string;
  signedHeaders: string;
  signature: string;
  payload: string;
  expired: boolean;
}

function fromQuery(query: URLSearchParams): Parts {
  const get = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const expires = timeOf(get('Date')) + Number(get('Expires')) * 1000;
  return {
    scope: get('Credential'),
    time: get('Date'),
    signedHeaders: get('SignedHeaders'),
    signature: get('Signature'),
    payload: 'UNSIGNED-PAYLOAD',
    expired: !(expires > Date.now()),
  };
}

function fromHeader(headers: IncomingMessage['headers']): Parts | null {
  const match = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(headers.authorization ?? '');
  const [time, payload] = [headers['x-amz-date'], headers['x-amz-content-sha256']];
  if (!match || typeof time !== 'string' || typeof payload !== 'string') return null;
  const [, scope = '', signedHeaders = '', signature = ''] = match;
  return { scope, time, signedHeaders, signature, payload, expired: Math.abs(timeOf(time) - Date.now()) > 15 * 60_000 };
}

const canonicalQuery = (search: string): string =>
  search
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .toSorted()
    .join('&');

const timeOf = (text: string): number => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
