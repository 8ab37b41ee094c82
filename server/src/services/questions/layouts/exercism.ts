import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { QuestionSource, RuntimeName, type SourceFile } from '@interviewlm/protocol';
import { z } from 'zod';
import type { Runtimes } from '../../runs/runtimes.js';
import { AssessmentSource, reasonOf, type Draft, type LayoutContent } from '../source.js';
import { jsonFile, optionalText, textFile, textFiles } from './files.js';
import { unskip } from './unskip.js';

const TrackExercise = z.object({
  slug: z.string(),
  name: z.string().optional(),
  difficulty: z.number().optional(),
  practices: z.array(z.string()).nullish(),
  topics: z.array(z.string()).nullish(),
});
type TrackExercise = z.infer<typeof TrackExercise>;

const Track = z.object({ slug: z.string(), exercises: z.object({ practice: z.array(TrackExercise) }) });

const ExerciseConfig = z.object({
  blurb: z.string().default(''),
  files: z.object({ solution: z.array(z.string()).min(1), test: z.array(z.string()).min(1), example: z.array(z.string()).min(1) }),
});

export const isExercismTrack = (dir: string) => existsSync(join(dir, 'config.json')) && existsSync(practiceFolder(dir));

/** The practice exercises of an Exercism track, each also as an assessment of its own. The example solution is the reference. */
export async function readExercismTrack(dir: string, runtimes: Runtimes): Promise<LayoutContent> {
  const track = await jsonFile(Track, dir, 'config.json');
  const name = RuntimeName.safeParse(track.slug).data;
  const runtime = name && runtimes.get(name);
  if (!runtime) throw new Error(`There is no runtime for the track ${JSON.stringify(track.slug)}`);
  const known = new Map(track.exercises.practice.map((exercise) => [exercise.slug, exercise]));
  const content: LayoutContent = { questions: [], assessments: [] };
  for (const slug of (await readdir(practiceFolder(dir))).sort()) {
    const listed = known.get(slug);
    const blurb: { text?: string } = {};
    const draft = listed ? await readExercise(dir, listed, runtime, blurb) : { slug, reason: "Not listed in the track's config.json." };
    content.questions.push(draft);
    if ('source' in draft) content.assessments.push(onItsOwn(draft.source, blurb.text ?? ''));
  }
  return content;
}

type Runtime = NonNullable<ReturnType<Runtimes['get']>>;

async function readExercise(dir: string, listed: TrackExercise, runtime: Runtime, blurb: { text?: string }): Promise<Draft> {
  const { slug } = listed;
  try {
    const folder = join(practiceFolder(dir), slug);
    const config = await jsonFile(ExerciseConfig, folder, '.meta/config.json');
    blurb.text = config.blurb;
    const { solution, test, example } = config.files;
    const tests = await Promise.all(test.map((path) => textFile(folder, path)));
    const source = QuestionSource.parse({
      slug,
      title: listed.name ?? titleOf(slug),
      instructions: await instructionsOf(folder),
      runtime: runtime.name,
      difficulty: Math.min(5, Math.max(1, Math.ceil((listed.difficulty ?? 5) / 2))),
      concepts: [...(listed.practices ?? []), ...(listed.topics ?? [])].slice(0, 20),
      starter: [
        ...(await Promise.all(solution.map((path) => textFile(folder, path)))),
        ...(await supportFiles(folder, [...solution, ...test])),
      ],
      visible_tests: tests.map((file) => unskip(runtime.name, file)),
      hidden_tests: [],
      reference: await referenceOf(folder, solution, example),
      limits: runtime.limits,
    });
    return { slug, source };
  } catch (error) {
    return { slug, reason: reasonOf(error) };
  }
}

async function instructionsOf(folder: string): Promise<string> {
  const names = ['introduction', 'instructions', 'instructions.append'];
  const parts = await Promise.all(names.map((name) => optionalText(join(folder, '.docs', `${name}.md`))));
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Each example file takes the place of the solution file of its name, else of the next one that is free. */
async function referenceOf(folder: string, solution: readonly string[], example: readonly string[]): Promise<SourceFile[]> {
  const files = await Promise.all(example.map((path) => textFile(folder, path)));
  const free = new Set(solution);
  const placed = new Map<string, string>();
  for (const { path } of files) {
    const same = solution.find((target) => basename(target) === basename(path));
    if (same) free.delete(same);
    if (same) placed.set(path, same);
  }
  for (const { path } of files) {
    if (placed.has(path)) continue;
    const [next] = free;
    placed.set(path, next ?? basename(path));
    if (next) free.delete(next);
  }
  return files.map(({ path, content }) => moved(path, placed.get(path) ?? path, content));
}

/** The file at its new place; JavaScript's relative imports still mean the same files. */
function moved(from: string, to: string, content: string): SourceFile {
  if (!/\.[cm]?[jt]sx?$/.test(from) || posix.dirname(from) === posix.dirname(to)) return { path: to, content };
  const imports = /(\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)(['"])(\.\.?\/[^'"]+)\2/g;
  const placed = content.replace(imports, (whole, start: string, quote: string, target: string) => {
    const file = posix.join(posix.dirname(from), target);
    // A file that stays beside the example (`./helper` in `.meta`) keeps its name beside the solution.
    if (file.startsWith('.meta/')) return whole;
    const path = posix.relative(posix.dirname(to), file);
    return `${start}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  });
  return { path: to, content: placed };
}

/** Set-up of other people's tools: our runner needs none of it, and the candidate should not have to look at it. */
const tooling =
  /^(?:LICENSE|README\.md|HELP\.md|package\.json|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|tsconfig\.json|test-runner\.mjs|(?:babel|jest|eslint)\.config\.[cm]?js|gradlew(?:\.bat)?|gradle\/.*)$/;

async function supportFiles(folder: string, others: readonly string[]): Promise<SourceFile[]> {
  const files = await textFiles(folder);
  return files.filter(({ path }) => !others.includes(path) && !tooling.test(path) && !path.startsWith('__typetests__/'));
}

function onItsOwn(source: QuestionSource, blurb: string): AssessmentSource {
  return AssessmentSource.parse({ title: source.title, description: blurb.slice(0, 4000), questions: [source.slug] });
}

const practiceFolder = (dir: string) => join(dir, 'exercises', 'practice');
const titleOf = (slug: string) =>
  slug.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => (dash ? ' ' : '') + letter.toUpperCase());
