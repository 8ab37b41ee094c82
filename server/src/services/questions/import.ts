import type { RunLimits, RuntimeName } from '@interviewlm/protocol';
import { isAvailable } from '../runs/available.js';
import { loadRuntimes, type Runtime } from '../runs/runtimes.js';
import type { SandboxPort } from '../volumes/port.js';
import { isExercismTrack, readExercismTrack } from './layouts/exercism.js';
import { isOwnLayout, readOwnLayout } from './layouts/own.js';
import { prove, type Rejection } from './prove.js';
import { proveGenerated } from './prove-generated.js';
import { reasonOf, type AssessmentSource, type Draft, type ProvenQuestion } from './source.js';

export interface ImportOptions {
  dir: string;
  sandboxes: SandboxPort;
  /** Instead of the questions' own. */
  limits?: Partial<RunLimits>;
  signal?: AbortSignal;
  /** Also asks of every question what is asked of a generated one: mutants, time, trifles, chance. Takes several times as long. */
  thorough?: boolean;
  /** Called after every question. */
  onProgress?: (step: ImportStep) => void;
}

export interface ImportStep {
  slug: string;
  done: number;
  total: number;
  /** Null when the question was accepted. */
  reason: string | null;
  duration_ms: number;
}

export interface ImportSummary {
  accepted: ProvenQuestion[];
  rejected: { slug: string; reason: string }[];
  /** Only those whose questions were all accepted. */
  assessments: AssessmentSource[];
}

const proofsAtOnce = 2;

type Judgement = ProvenQuestion | ({ slug: string } & Rejection);

const isLate = (result: Judgement | undefined): boolean => result !== undefined && 'reason' in result && result.late === true;

/**
 * Reads a folder in our own layout or of an Exercism track and proves every question in the sandbox. Throws when the
 * folder has neither layout, or when no code can run here.
 */
export async function importDirectory(options: ImportOptions): Promise<ImportSummary> {
  const { dir, sandboxes, signal = new AbortController().signal, onProgress } = options;
  const check = await sandboxes.check();
  if (!check.ready) throw new Error(`Questions can't be proven here: ${check.detail}`);
  const runtimes = loadRuntimes();
  const content = await read(dir, runtimes);
  const toolchains = new Toolchains(sandboxes, signal);
  const proof = options.thorough ? proveGenerated : prove;
  const total = content.questions.length;
  const results: Judgement[] = [];
  let done = 0;

  const work = async (queue: Iterable<[number, Draft]>, mayBeLate: boolean) => {
    for (const [index, draft] of queue) {
      signal.throwIfAborted();
      const started = performance.now();
      const result = await judge(draft);
      results[index] = result;
      if (mayBeLate && isLate(result)) continue;
      const reason = 'reason' in result ? result.reason : null;
      onProgress?.({ slug: draft.slug, done: ++done, total, reason, duration_ms: Math.round(performance.now() - started) });
    }
  };
  const judge = async (draft: Draft): Promise<Judgement> => {
    if ('reason' in draft) return draft;
    const source = { ...draft.source, limits: { ...draft.source.limits, ...options.limits } };
    const runtime = runtimes.get(source.runtime);
    if (!runtime) return { slug: draft.slug, reason: `There is no runtime ${source.runtime}.` };
    if (!(await toolchains.has(runtime)))
      return { slug: draft.slug, reason: `${runtime.title} is not installed here (${runtime.detect.join(' ')} fails).` };
    const base = content.questions.find((each) => each.slug === source.follows);
    if (base && 'reason' in base) return { slug: draft.slug, reason: `What it builds on can't be read: ${base.reason}` };
    try {
      return { slug: draft.slug, ...(await proof({ sandboxes, runtime, source, ...(base && { base: base.source }), signal })) };
    } catch (error) {
      signal.throwIfAborted();
      return { slug: draft.slug, reason: `The sandbox failed: ${reasonOf(error)}` };
    }
  };
  const queue = content.questions.entries();
  await Promise.all(Array.from({ length: proofsAtOnce }, () => work(queue, true)));
  // What ran out of time beside another proof on a busy machine is tried once more, alone, before it is called too slow.
  await work(
    [...content.questions.entries()].filter(([index]) => isLate(results[index])),
    false,
  );
  return summary(results, content.assessments);
}

async function read(dir: string, runtimes: ReturnType<typeof loadRuntimes>) {
  if (isExercismTrack(dir)) return readExercismTrack(dir, runtimes);
  if (await isOwnLayout(dir)) return readOwnLayout(dir, runtimes);
  throw new Error(`${dir} has neither assessment.json (our layout) nor exercises/practice (an Exercism track)`);
}

function summary(results: readonly Judgement[], assessments: AssessmentSource[]): ImportSummary {
  const accepted = results.filter((one): one is ProvenQuestion => !('reason' in one));
  const rejected = results.flatMap((one) => ('reason' in one ? [{ slug: one.slug, reason: one.reason }] : []));
  const slugs = new Set(accepted.map(({ slug }) => slug));
  return { accepted, rejected, assessments: assessments.filter(({ questions }) => questions.every((slug) => slugs.has(slug))) };
}

/** Whether a language runs here, tried once for each. */
class Toolchains {
  readonly #known = new Map<RuntimeName, Promise<boolean>>();

  constructor(
    private readonly sandboxes: SandboxPort,
    private readonly signal: AbortSignal,
  ) {}

  has(runtime: Runtime): Promise<boolean> {
    const known = this.#known.get(runtime.name) ?? isAvailable(this.sandboxes, runtime, this.signal);
    this.#known.set(runtime.name, known);
    return known;
  }
}
