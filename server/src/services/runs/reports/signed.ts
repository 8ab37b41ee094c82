import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { emptyReading, plainMessage, type Reading } from './reading.js';

const Signed = z.union([
  z.object({
    n: z.number().int(),
    name: z.string(),
    status: z.enum(['passed', 'failed', 'error', 'skipped']),
    ms: z.number().nonnegative(),
    message: z.string().optional(),
  }),
  z.object({ n: z.number().int(), problem: z.string() }),
  z.object({ n: z.number().int(), end: z.literal(true) }),
]);

/**
 * Our harnesses' report: each line is `<HMAC-SHA-256 in hex> <JSON>` under the run's nonce and carries its number, the last
 * one says `end`. A line that is not signed, not next or after the end makes the whole report forged. A last line
 * that was cut off is what a killed run leaves.
 */
export function readSigned(report: Uint8Array, nonce: string): Reading {
  const reading = emptyReading();
  const lines = Buffer.from(report).toString('latin1').split('\n');
  lines.pop();
  for (const [index, text] of lines.entries()) {
    const line = verified(text, nonce);
    if (!line || line.n !== index + 1 || reading.complete) {
      return { ...emptyReading(), forged: 'Something other than the test runner wrote to the test report.' };
    }
    if ('name' in line) {
      const message = line.message === undefined ? {} : { message: plainMessage(line.message) };
      reading.tests.push({ name: line.name, status: line.status, duration_ms: line.ms, ...message });
    } else if ('problem' in line) reading.problems.push(plainMessage(line.problem));
    else reading.complete = true;
  }
  return reading;
}

function verified(text: string, nonce: string): z.infer<typeof Signed> | null {
  const signature = text.slice(0, 64);
  const json = text.slice(65);
  if (createHmac('sha256', nonce).update(json, 'latin1').digest('hex') !== signature) return null;
  return Signed.safeParse(JSON.parse(json)).data ?? null;
}
