import { randomBytes } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { RunLimits, RunResult, SourceFile } from '@interviewlm/protocol';
import type { RunEvent, RunSpec, SandboxPort } from '../volumes/port.js';
import { isSilent } from './reports/reading.js';
import { readSigned } from './reports/signed.js';
import { testPaths, type Runtime } from './runtimes.js';
import { runnerMissing, stoppedBecause } from './stopped.js';
import { verdict } from './verdict.js';

export type UnsavedRun = Omit<RunResult, 'id'>;
export type OutputListener = (output: { stream: 'stdout' | 'stderr'; text: string }) => void;

export interface TestRun {
  sandboxes: SandboxPort;
  runtime: Runtime;
  /** The candidate's volume; null when `files` are everything. */
  volume: string | null;
  /** Laid over the volume. Tests win over both. */
  files: readonly SourceFile[];
  tests: readonly SourceFile[];
  /** Names of the tests that must pass, recorded when the question was proven; null while it is being proven. */
  expected: readonly string[] | null;
  /** A solution that passed when the question was proven: what tells code that ends the runner from a runner that isn't there. */
  reference?: readonly SourceFile[];
  limits: RunLimits;
  signal: AbortSignal;
  onOutput?: OutputListener;
}

/**
 * Runs tests in a single-use sandbox and judges their report. Resolves with a result for everything that the code
 * under test may do; rejects only when the sandbox itself fails or `signal` aborts.
 *
 * RM1 A run that reported nothing at all is the code's own doing as long as the reference is reported in its place: whoever ends the
 *     runner has failed. RM2 Where the reference isn't reported either, the runner is what is missing, and the run says so.
 */
export async function runTests(run: TestRun): Promise<UnsavedRun> {
  const nonce = randomBytes(32).toString('hex');
  const output = new Output(run.onOutput);
  const exit = await drain(run.sandboxes.run(specOf(run, nonce), run.signal), output);
  run.signal.throwIfAborted();
  const reading = readSigned(exit.report, nonce);
  const ended = stoppedBecause(exit, run.limits);
  const missing = ended === null && isSilent(reading) && !(await isReported(run));
  const stopped = missing ? runnerMissing : ended;
  const tests = verdict(reading, run.expected, { stopped, code: exit.code, missing });
  const passed = tests.filter((test) => test.status === 'passed').length;
  return {
    object: 'test_run',
    passed,
    failed: tests.length - passed,
    total: tests.length,
    duration_ms: Math.round(exit.duration_ms),
    tests,
    stdout: output.stdout,
    stderr: output.stderr,
    truncated: exit.truncated,
    timed_out: exit.reason === 'timed_out',
    stopped,
    ...(missing && { runner_missing: true as const }),
  };
}

/** Whether the runner reports the reference: a question that is just being proven has nothing but itself to go by. */
async function isReported({ reference, expected, ...run }: TestRun): Promise<boolean> {
  if (!reference) return expected !== null;
  const nonce = randomBytes(32).toString('hex');
  const exit = await drain(run.sandboxes.run(specOf({ ...run, volume: null, files: reference }, nonce), run.signal), new Output(undefined));
  run.signal.throwIfAborted();
  return !isSilent(readSigned(exit.report, nonce));
}

/** The run of a question's visible tests as far as it is known before there is a solution. */
export const likelyRun = (runtime: Runtime, tests: readonly SourceFile[], limits: RunLimits): RunSpec =>
  specOf({ runtime, volume: null, files: [], tests, limits }, '');

type Exit = Extract<RunEvent, { type: 'exit' }>;

function specOf(
  { runtime, volume, files, tests, limits }: Pick<TestRun, 'runtime' | 'volume' | 'files' | 'tests' | 'limits'>,
  nonce: string,
): RunSpec {
  const paths = testPaths(
    runtime,
    tests.map(({ path }) => path),
  );
  const overlay = new Map([...files, ...tests].map(({ path, content }) => [path, Buffer.from(content)]));
  return {
    volume,
    image: runtime.image,
    overlay: [...overlay].map(([path, content]) => ({ path, content })),
    argv: argvOf(runtime, tests),
    env: runtime.env,
    stdin: Buffer.from(`${nonce}\n${JSON.stringify(paths)}\n`),
    reads_input_first: true,
    limits: { ...limits, cpu: runtime.cpu, disk_mb: runtime.disk_mb },
  };
}

function argvOf(runtime: Runtime, tests: readonly SourceFile[]): string[] {
  const mentioned = (word: string) => tests.some(({ content }) => content.includes(word));
  const options = runtime.options.filter(({ when }) => mentioned(when)).flatMap(({ argv }) => argv);
  return runtime.argv.flatMap((word) => (word === '{options}' ? options : [word]));
}

async function drain(events: AsyncIterable<RunEvent>, output: Output): Promise<Exit> {
  for await (const event of events) {
    if (event.type === 'output') output.add(event.stream, event.data);
    else return event;
  }
  throw new Error('The sandbox ended a run without saying how');
}

/** Both streams as text; a character that was cut between two chunks is put together again. */
class Output {
  stdout = '';
  stderr = '';
  readonly #decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };

  constructor(private readonly listener: OutputListener | undefined) {}

  add(stream: 'stdout' | 'stderr', data: Uint8Array): void {
    const text = this.#decoders[stream].write(data);
    if (text === '') return;
    this[stream] += text;
    this.listener?.({ stream, text });
  }
}
