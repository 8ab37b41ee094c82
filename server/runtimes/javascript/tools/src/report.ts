import { hash, openSync, writeSync } from './primordials.js';

export type Status = 'passed' | 'failed' | 'error' | 'skipped';
export type Line =
  | { name: string; status: Status; ms: number; message?: string }
  /** A test file that could not be loaded, or an error outside every test. */
  | { problem: string }
  | { end: true };

export type Report = (line: Line) => void;

/**
 * Opens the report: every line is an HMAC-SHA-256 under the run's nonce, a space and JSON with the line's number. Who
 * doesn't hold the nonce can neither add nor change a line, and the numbers show what was taken out or put in twice.
 */
export function openReport(path: string, nonce: string): Report {
  const file = openSync(path, 'a');
  let number = 0;
  return (line) => {
    number += 1;
    const text = ascii(JSON.stringify({ n: number, ...line }));
    writeSync(file, `${hmac(nonce, text)} ${text}\n`);
  };
}

/** `text` and `key` are ASCII, the key at most 64 bytes. */
function hmac(key: string, text: string): string {
  const inner = hash('sha256', joined(padded(key, 0x36), bytes(text)), 'hex');
  return hash('sha256', joined(padded(key, 0x5c), fromHex(inner)), 'hex');
}

function padded(key: string, mask: number): Uint8Array {
  const block = new Uint8Array(64).fill(mask);
  for (let i = 0; i < key.length; i++) block[i] = key.charCodeAt(i) ^ mask;
  return block;
}

function bytes(text: string): Uint8Array {
  const result = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) result[i] = text.charCodeAt(i);
  return result;
}

function fromHex(hex: string): Uint8Array {
  const result = new Uint8Array(hex.length / 2);
  for (let i = 0; i < result.length; i++) result[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return result;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const result = new Uint8Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}

function ascii(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    result += code < 0x80 ? text.charAt(i) : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return result;
}
