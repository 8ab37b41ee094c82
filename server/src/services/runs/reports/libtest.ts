import { emptyReading, plainMessage, type Reading } from './reading.js';

const statuses: Record<string, 'passed' | 'failed' | 'skipped'> = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' };

/** What `cargo test` prints: `test name ... ok`, a block `---- name stdout ----` for each failure, `test result:` at the end. */
export function readLibtest(report: Uint8Array): Reading {
  const text = Buffer.from(report).toString('utf8');
  const messages = failureBlocks(text);
  const reading = emptyReading();
  for (const [, name = '', word = ''] of text.matchAll(/^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/gm)) {
    const message = messages.get(name);
    reading.tests.push({ name, status: statuses[word] ?? 'error', duration_ms: 0, ...(message ? { message } : {}) });
  }
  reading.complete = /^test result: /m.test(text);
  return reading;
}

function failureBlocks(text: string): Map<string, string> {
  const blocks = text.matchAll(/^---- (.+?) stdout ----\n([\s\S]*?)(?=\n---- |\n\nfailures:|\n\n\n|$(?![\s\S]))/gm);
  return new Map([...blocks].map(([, name = '', body = '']) => [name, plainMessage(body.replace(/^note: run with .*$/gm, ''))]));
}
