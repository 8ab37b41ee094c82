import { Writable } from 'node:stream';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Env } from './env.js';

/** What an error of PostgreSQL's quotes of the rows that it is about. */
const quotes = ['detail', 'where', 'internalQuery'].flatMap((member) => [`err.${member}`, `err.aggregateErrors[*].${member}`]);

/** JSON, one object a line; on a terminal the same in words. Whoever logs passes ids and counts, never text that people wrote. */
export function createLog(level: Env['logLevel'], to: DestinationStream = process.stdout.isTTY ? inWords : pino.destination(1)): Logger {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"`, redact: { paths: quotes, remove: true } };
  return pino(options, to);
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
