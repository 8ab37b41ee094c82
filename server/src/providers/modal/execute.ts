import type { ContainerProcess, Sandbox } from 'modal';
import { VolumeError } from '../../services/volumes/port.js';
import { within } from './deadline.js';

export interface Executed {
  code: number;
  stdout: Buffer;
  stderr: string;
}

export interface ExecuteOptions {
  /** Given on standard input, then closed. */
  input?: Uint8Array;
  timeout_ms?: number;
  /** More output than this is refused with `too_large`. */
  output_bytes?: number;
}

/** One message of the protocol may hold so much. */
const chunk = 512 * 1024;

/** Runs one of our own short commands in a sandbox to its end. */
export async function execute(sandbox: Sandbox, argv: readonly string[], options: ExecuteOptions = {}): Promise<Executed> {
  const { input, timeout_ms = 30_000, output_bytes = 64 * 1024 * 1024 } = options;
  return within(async () => {
    const process = await sandbox.exec([...argv], { mode: 'binary', timeoutMs: Math.ceil(timeout_ms / 1000) * 1000 });
    const [stdout, stderr] = await Promise.all([
      collect(process.stdout, output_bytes),
      collect(process.stderr, 64 * 1024),
      // A command that ends early reads no more; its exit code says why.
      feed(process, input).catch(() => undefined),
    ]);
    return { code: await process.wait(), stdout, stderr: stderr.toString('utf8') };
  }, timeout_ms + 5_000);
}

export async function feed(process: ContainerProcess<Uint8Array>, input: Uint8Array = new Uint8Array()): Promise<void> {
  const writer = process.stdin.getWriter();
  for (let at = 0; at < input.length; at += chunk) await writer.write(input.subarray(at, at + chunk));
  await writer.close();
}

async function collect(stream: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const data of stream) {
    size += data.length;
    if (size > limit) throw new VolumeError('too_large', `The answer has more than ${limit} bytes`);
    chunks.push(data);
  }
  return Buffer.concat(chunks);
}
