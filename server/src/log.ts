import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import type { Env } from './env.js';

/** JSON, one object a line; on a terminal the same in words. Whoever logs passes ids and counts, never text that people wrote. */
export function createLog(level: Env['logLevel']): Logger {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  return process.stdout.isTTY ? pino(options, inWords) : pino(options);
}

const names: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

const inWords = new Writable({
  write(chunk: Buffer, _encoding, done) {
    for (const line of chunk.toString('utf8').split('\n').filter(Boolean)) process.stdout.write(`${sentence(line)}\n`);
    done();
  },
});

function sentence(line: string): string {
  const { level, time, msg, ...rest } = JSON.parse(line) as { level: number; time: string; msg?: string } & Record<string, unknown>;
  const facts = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [time.slice(11, 19), names[level] ?? level, msg ?? '', ...facts].join(' ');
}
