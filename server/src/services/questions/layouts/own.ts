import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AdaptiveRules, AiPolicy, Difficulty, QuestionSource, RunLimits, RuntimeName } from '@interviewlm/protocol';
import { z } from 'zod';
import type { Runtimes } from '../../runs/runtimes.js';
import { Variants, type Family } from '../generate/variants.js';
import { AssessmentSource, reasonOf, type Draft, type LayoutContent } from '../source.js';
import { jsonFile, optionalTextFiles, textFile, textFiles } from './files.js';

/** `assessment.json`. Times are in minutes, since people write it. */
const AssessmentFile = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(4000).default(''),
  access: z.enum(['invite', 'open']).default('invite'),
  duration_minutes: z.number().min(1).max(1440).default(60),
  ai_policy: AiPolicy.prefault({}),
  /** Choose among these questions by what was solved so far. */
  adaptive: AdaptiveRules.nullable().default(null),
  self_identification: z.boolean().default(false),
  /** Names of the folders beside this file, in the order in which they are asked. */
  questions: z.array(z.string()).min(1).max(20),
  /** Those of what builds on one of them: asked of whoever solved it. */
  follow_ups: z.array(z.string()).max(40).default([]),
});

const QuestionFile = z.strictObject({
  title: z.string().min(1),
  /** The folder of the question that it builds on; it needs no `starter/` then. */
  follows: z.string().optional(),
  runtime: RuntimeName,
  difficulty: Difficulty,
  concepts: z.array(z.string()).default([]),
  limits: RunLimits.partial().default({}),
});

/** A folder with `assessment.json`, or a folder of such folders. */
export async function isOwnLayout(dir: string): Promise<boolean> {
  return (await assessmentFolders(dir)).length > 0;
}

/**
 * Our own layout: per assessment a folder with `assessment.json` and, for each question, a folder with `question.json`,
 * `instructions.md`, `starter/`, `reference/`, `tests/visible/` and `tests/hidden/`.
 */
export async function readOwnLayout(dir: string, runtimes: Runtimes): Promise<LayoutContent> {
  const content: LayoutContent = { questions: [], assessments: [] };
  for (const folder of await assessmentFolders(dir)) {
    const { duration_minutes, ...file } = await jsonFile(AssessmentFile, folder, 'assessment.json');
    const follow_ups = file.follow_ups.length > 0;
    content.assessments.push(AssessmentSource.parse({ ...file, follow_ups, duration_ms: duration_minutes * 60_000 }));
    for (const slug of [...file.questions, ...file.follow_ups])
      content.questions.push(await readQuestion(join(folder, slug), slug, runtimes));
  }
  return content;
}

async function assessmentFolders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const folders = [dir, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(dir, entry.name))];
  return folders.filter((folder) => existsSync(join(folder, 'assessment.json'))).sort();
}

async function readQuestion(folder: string, slug: string, runtimes: Runtimes): Promise<Draft> {
  try {
    const { limits, ...file } = await jsonFile(QuestionFile, folder, 'question.json');
    const source = QuestionSource.parse({
      slug,
      ...file,
      limits: { ...runtimes.get(file.runtime)?.limits, ...limits },
      instructions: (await textFile(folder, 'instructions.md')).content,
      starter: await (file.follows === undefined ? textFiles : optionalTextFiles)(join(folder, 'starter')),
      reference: await textFiles(join(folder, 'reference')),
      visible_tests: await textFiles(join(folder, 'tests', 'visible')),
      hidden_tests: await optionalTextFiles(join(folder, 'tests', 'hidden')),
    });
    return { slug, source };
  } catch (error) {
    return { slug, reason: reasonOf(error) };
  }
}

/** The questions of the folder that say how they may be varied. Throws when one of those can't be read. */
export async function readFamilies(dir: string, runtimes: Runtimes): Promise<Family[]> {
  const families: Family[] = [];
  for (const folder of await assessmentFolders(dir)) {
    const { questions } = await jsonFile(AssessmentFile, folder, 'assessment.json');
    for (const slug of questions.filter((each) => existsSync(join(folder, each, 'variants.json')))) {
      const draft = await readQuestion(join(folder, slug), slug, runtimes);
      if ('reason' in draft) throw new Error(`${slug}: ${draft.reason}`);
      families.push({ source: draft.source, variants: await jsonFile(Variants, join(folder, slug), 'variants.json') });
    }
  }
  return families;
}
