import { request } from 'node:http';
import type { Answer } from './caller.js';

/** A request from one of this machine's loopback addresses, 127.x.y.z: what is counted by address is counted for that one alone. */
export function requestFrom(
  address: string,
  url: string,
  { method, headers, body }: { method: string; headers: Readonly<Record<string, string>>; body?: string },
): Promise<Omit<Answer, 'headers'> & { headers: Record<string, string | string[] | undefined> }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, localAddress: address, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const json = /json/.test(answer.headers['content-type'] ?? '');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: json ? JSON.parse(text) : null });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
