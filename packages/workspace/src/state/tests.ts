import { ConnectionError } from '@interviewlm/client';
import type { RunResult } from '@interviewlm/protocol';
import { Observable } from './observable.js';
import type { Desktop } from './desktop.js';
import { unsavedBecause } from './document.js';
import type { Files } from './files.js';
import type { Questions } from './questions.js';
import { keep, kept } from './kept.js';
import { inWords } from './words.js';

/** The newest part of a long output is kept. */
const outputChars = 200_000;
const runsAtMost = 20;
/** What of a run's output survives a reload: storage is small and shared with the host page. */
const keptChars = 4000;

/** Runs of the visible tests: the one under way and the last result. */
export class TestRuns extends Observable {
  running = false;
  startedAt = 0;
  output = '';
  result: RunResult | null = null;
  /** Results of this question, newest first. */
  history: readonly RunResult[] = [];
  /** Why the newest run came to nothing, in plain words of the locale that the page has by then. */
  problem: (() => string) | null = null;
  private abort: AbortController | undefined;
  private readonly doneListeners = new Set<(result: RunResult) => void>();

  constructor(
    private readonly desktop: Desktop,
    private readonly files: Files,
    private readonly questions: Questions,
  ) {
    super();
  }

  /** Shows the last results again after a reload, if they were this question's. */
  restore(): void {
    const last = kept<{ question: string; history: RunResult[] }>(this.key);
    if (!last || last.question !== this.question || !Array.isArray(last.history)) return;
    this.history = last.history.filter(isResult);
    this.result = this.history[0] ?? null;
    this.changed();
  }

  onDone(listener: (result: RunResult) => void): () => void {
    this.doneListeners.add(listener);
    return () => this.doneListeners.delete(listener);
  }

  async run(): Promise<void> {
    if (this.running) return;
    const abort = (this.abort = new AbortController());
    this.running = true;
    this.startedAt = performance.now();
    this.output = '';
    this.problem = null;
    this.changed();
    try {
      this.problem = await this.saved();
      if (this.problem === null) this.finish(await this.stream(AbortSignal.any([abort.signal, this.desktop.signal])));
    } catch (error) {
      if (!abort.signal.aborted) this.problem = () => inWords(error);
    } finally {
      this.running = false;
      this.changed();
    }
    void this.files.refresh().catch(() => undefined);
  }

  cancel(): void {
    this.abort?.abort();
  }

  /** Another question: its results are not this one's. */
  clear(): void {
    this.cancel();
    Object.assign(this, { result: null, history: [], output: '', problem: null });
    this.changed();
  }

  private get key(): string {
    return `interviewlm.run.${this.desktop.interview}`;
  }

  private get question(): string | undefined {
    return this.questions.current?.current.id;
  }

  /** Saves what was typed. Not null where the server refused that: a run of the text from before would be taken for one of this text. */
  private async saved(): Promise<(() => string) | null> {
    await this.files.saveAll();
    for (const file of this.files.unsaved) {
      const reason = unsavedBecause(file);
      if (reason !== null) return () => `${file.path}: ${unsavedBecause(file) ?? reason}`;
    }
    return null;
  }

  private async stream(signal: AbortSignal): Promise<RunResult> {
    const events = this.desktop.client.events('runTests', { params: { id: this.desktop.interview }, body: {}, signal });
    for await (const { event, data } of watched(events, this.desktop)) {
      if (event === 'output') this.append((data as { text: string }).text);
      else if (event === 'result') return data as RunResult;
      else if (event === 'error') throw new Error((data as { detail?: string }).detail);
    }
    throw new ConnectionError('The run ended without a result');
  }

  private append(text: string): void {
    this.output = (this.output + text).slice(-outputChars);
    this.changed();
  }

  private finish(result: RunResult): void {
    this.result = result;
    this.history = [result, ...this.history].slice(0, runsAtMost);
    keep(this.key, { question: this.question, history: this.history.map(shortened) });
    for (const listener of this.doneListeners) listener(result);
  }
}

/** The host page could have written anything there. */
const isResult = (value: Partial<RunResult> | null): value is RunResult =>
  Array.isArray(value?.tests) && typeof value.stdout === 'string' && typeof value.stderr === 'string';

const shortened = (run: RunResult): RunResult => ({ ...run, stdout: run.stdout.slice(-keptChars), stderr: run.stderr.slice(-keptChars) });

async function* watched<T>(events: AsyncIterable<T>, { connection }: Desktop): AsyncGenerator<T, void, undefined> {
  try {
    yield* events;
  } catch (error) {
    if (error instanceof ConnectionError) connection.lost();
    throw error;
  }
}
