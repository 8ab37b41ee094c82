import { hash } from 'node:crypto';
import { QuestionSource, type TokenUsage } from '@interviewlm/protocol';
import { runtimeOf, type Runtimes } from '../../runs/runtimes.js';
import type { SandboxPort } from '../../volumes/port.js';
import { proveGenerated } from '../prove-generated.js';
import { reasonOf, type ProvenQuestion } from '../source.js';
import type { StructuredModelPort } from '../../structured/port.js';
import type { QuestionRequest, WrittenQuestion } from '../written.js';
import { writingTask } from './prompt.js';
import { variantCount, variantOf, type Family } from './variants.js';

export interface GenerateDeps {
  sandboxes: SandboxPort;
  runtimes: Runtimes;
  /** Null where no model is configured: there are variants then. */
  writer: StructuredModelPort | null;
  families: readonly Family[];
  /** The slugs that the bank has: no variant is made twice. */
  known: ReadonlySet<string>;
  signal: AbortSignal;
}

/** One question that was made, and what the proof said to it; null when it holds. */
export interface Attempt {
  readonly by: 'model' | 'variant';
  readonly slug: string;
  readonly refused: string | null;
}

export interface Generated {
  /** Null when nothing held: the bank serves what it has. */
  readonly question: ProvenQuestion | null;
  /** What it is a variant of; its own slug where a model wrote it. */
  readonly family: string;
  readonly attempts: readonly Attempt[];
  /** Of all calls of the model. */
  readonly usage: Omit<TokenUsage, 'cost_micros'>;
}

/** So often a model may try; each time it is told why the last ones were refused. */
const modelTries = 3;
/** Variants come from questions that hold, so few are ever refused. */
const variantTries = 3;

/**
 * GE1 With a model, it writes the question; without one, or when all of its tries were refused, a variant of a bundled question is made: of
 *     this language, and of the difficulty that is nearest.
 * GE2 Nothing comes out that `proveGenerated` did not accept.
 * GE3 Rejects only when the sandbox fails or `signal` aborts; a model that can't be reached is a refused attempt.
 */
export async function generateQuestion(deps: GenerateDeps, request: QuestionRequest): Promise<Generated> {
  const attempts: Attempt[] = [];
  const usage = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0 };
  const done = (question: ProvenQuestion | null, family: string): Generated => ({ question, family, attempts, usage });
  const judge = async (by: Attempt['by'], source: QuestionSource): Promise<ProvenQuestion | null> => {
    const result = await proveGenerated({
      sandboxes: deps.sandboxes,
      runtime: runtimeOf(deps.runtimes, source.runtime),
      source,
      signal: deps.signal,
    });
    attempts.push({ by, slug: source.slug, refused: 'reason' in result ? result.reason : null });
    return 'reason' in result ? null : result;
  };
  for (let n = 0; deps.writer && n < modelTries; n++) {
    const source = await written(deps, deps.writer, request, attempts, usage);
    const proven = source && (await judge('model', source));
    if (proven) return done(proven, proven.slug);
  }
  for (const { family, source } of candidates(deps, request).slice(0, variantTries)) {
    const proven = await judge('variant', source);
    if (proven) return done(proven, family);
  }
  return done(null, '');
}

/** What the model wrote, as a question; null, with the reason among the attempts, when it is none. */
async function written(
  { runtimes, signal }: GenerateDeps,
  writer: StructuredModelPort,
  request: QuestionRequest,
  attempts: Attempt[],
  usage: Record<keyof Generated['usage'], number>,
): Promise<QuestionSource | null> {
  const runtime = runtimeOf(runtimes, request.runtime);
  const reasons = attempts.flatMap(({ refused }) => refused ?? []);
  try {
    const { answer, usage: used } = await writer.ask(writingTask(request, runtime, reasons), signal);
    for (const kind of Object.keys(used) as (keyof typeof usage)[]) usage[kind] += used[kind];
    if (answer) return sourceOf(answer, request, runtime.limits);
    attempts.push({ by: 'model', slug: '', refused: 'What came was no question of the shape that was asked for.' });
  } catch (error) {
    signal.throwIfAborted();
    attempts.push({ by: 'model', slug: '', refused: reasonOf(error) });
  }
  return null;
}

/** Throws what is wrong with its shape, such as a path that leads outside. */
function sourceOf(question: WrittenQuestion, { runtime, difficulty }: QuestionRequest, limits: object): QuestionSource {
  const name = question.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const slug = `${name || 'question'}-${hash('sha256', JSON.stringify(question)).slice(0, 8)}`;
  return QuestionSource.parse({ ...question, slug, runtime, difficulty, limits });
}

/** Variants that the bank doesn't have, the nearest difficulty first, and of each family in an order that doesn't begin with the plainest. */
function candidates(
  { families, known }: GenerateDeps,
  { runtime, difficulty }: QuestionRequest,
): { family: string; source: QuestionSource }[] {
  return families
    .filter(({ source }) => source.runtime === runtime)
    .toSorted((a, b) => Math.abs(a.source.difficulty - difficulty) - Math.abs(b.source.difficulty - difficulty))
    .flatMap((family) => {
      const numbers = Array.from({ length: variantCount(family) }, (_, n) => n + 1);
      const order = numbers.toSorted((a, b) => place(family, a).localeCompare(place(family, b)));
      return order
        .map((n) => ({ family: family.source.slug, source: variantOf(family, n) }))
        .filter(({ source }) => !known.has(source.slug));
    });
}

const place = ({ source }: Family, n: number) => hash('sha256', `${source.slug} ${n}`);
