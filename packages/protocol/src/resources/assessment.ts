import { z } from 'zod';
import { DurationMs, FilePath, Mode, Timestamp, pageOf } from '../common.js';
import { idOf } from '../ids.js';

export const RuntimeName = z.enum(['javascript', 'typescript', 'python', 'go', 'java', 'cpp', 'rust', 'ruby']);
export type RuntimeName = z.infer<typeof RuntimeName>;

/** 1 is a warm-up, 5 is hard. */
export const Difficulty = z.number().int().min(1).max(5);

export const SourceFile = z.object({ path: FilePath, content: z.string() });
export type SourceFile = z.infer<typeof SourceFile>;

export const RunLimits = z.object({
  wall_ms: z.number().int().min(1000).max(120_000).default(20_000),
  memory_mb: z.number().int().min(64).max(2048).default(256),
  output_bytes: z.number().int().min(1024).max(4_194_304).default(262_144),
  pids: z.number().int().min(8).max(512).default(64),
});
export type RunLimits = z.infer<typeof RunLimits>;

/** What the assistant can do by itself while it answers. */
export const AssistantTool = z.enum(['read_file', 'list_files', 'search', 'run_tests', 'propose_edit']);
export type AssistantTool = z.infer<typeof AssistantTool>;

/** What the assistant may do in this assessment. */
export const AiPolicy = z.object({
  mode: z.enum(['off', 'hints', 'pair']).default('pair'),
  /** Left out, the server's own of that day, which the assessment keeps. Null where the embedded assistant answers. Each answer tells which one made it. */
  model: z.string().max(100).nullable().default(null),
  /** The wording of the system prompt: an assessment keeps the one that it was made with. */
  prompt_version: z.enum(['assistant-1']).default('assistant-1'),
  instructions: z.string().max(4000).default(''),
  tools: z.array(AssistantTool).default(AssistantTool.options),
  token_budget: z.number().int().positive().nullable().default(null),
  cost_budget_micros: z.number().int().positive().nullable().default(null),
  show_usage: z.boolean().default(true),
});
export type AiPolicy = z.infer<typeof AiPolicy>;

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/);

/** One question as data: everything needed to show it, run it and prove it. Only the server ever sees it whole. */
export const QuestionSource = z
  .object({
    slug: Slug,
    /** The question whose solution this one builds on; left out by those that stand by themselves. */
    follows: Slug.optional(),
    title: z.string().min(1).max(200),
    instructions: z.string().min(1).max(100_000),
    runtime: RuntimeName,
    difficulty: Difficulty,
    concepts: z.array(z.string().max(60)).max(20),
    /** Of a question that follows another, what is laid beside the candidate's own files: often nothing. */
    starter: z.array(SourceFile),
    visible_tests: z.array(SourceFile).min(1),
    hidden_tests: z.array(SourceFile),
    reference: z.array(SourceFile).min(1),
    limits: RunLimits,
  })
  .refine(({ follows, starter }) => follows !== undefined || starter.length > 0, {
    path: ['starter'],
    error: 'There must be a file to start with',
  });
export type QuestionSource = z.infer<typeof QuestionSource>;

/** How questions are chosen by what was solved so far; see docs/QUESTIONS.md for the model. Ability has mean 0 and deviation 1 over all candidates. */
export const AdaptiveRules = z.object({
  max_questions: z.number().int().min(1).max(20).default(8),
  /** It ends when the standard error of the ability is at most this. */
  target_error: z.number().min(0.1).max(1).default(0.37),
  /** A question that a larger share of the latest candidates has seen rests while others are left. */
  max_exposure: z.number().min(0.01).max(1).default(0.4),
  /** Of the bank only questions in these languages; all where none is named. */
  runtimes: z.array(RuntimeName).max(8).default([]),
  /** Of the bank only questions on one of these concepts; all where none is named. */
  concepts: z.array(z.string().min(1).max(60)).max(20).default([]),
});
export type AdaptiveRules = z.infer<typeof AdaptiveRules>;

/** Who may start an interview on it: those that the tenant invites, or anyone with a publishable key from an allowed origin. */
export const Access = z.enum(['invite', 'open']);

export const Assessment = z.object({
  id: idOf('assessment'),
  object: z.literal('assessment'),
  mode: Mode,
  title: z.string(),
  description: z.string(),
  access: Access,
  duration_ms: DurationMs,
  ai_policy: AiPolicy,
  /** The most that a candidate is asked. */
  question_count: z.number().int(),
  /** Null when every candidate is asked the same questions in their order. */
  adaptive: AdaptiveRules.nullable(),
  /** Whether whoever solves a question is asked one that builds on their solution, where the bank has one. */
  follow_ups: z.boolean(),
  /** Whether candidates are asked for their sex and ethnicity after they have submitted, for the count of adverse impact. */
  self_identification: z.boolean(),
  /** For how many days the volume and the log of an archived interview also stay where they were; null for what the server says. */
  retention_days: z.number().int().nullable(),
  questions: z.array(
    z.object({
      id: idOf('question'),
      slug: z.string(),
      title: z.string(),
      runtime: RuntimeName,
      difficulty: Difficulty,
      concepts: z.array(z.string()),
    }),
  ),
  created_at: Timestamp,
});
export type Assessment = z.infer<typeof Assessment>;
export const AssessmentPage = pageOf(Assessment);

export const NewAssessment = z.object({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(4000).default(''),
  access: Access.default('invite'),
  duration_ms: z
    .number()
    .int()
    .min(60_000)
    .max(24 * 3_600_000)
    .default(3_600_000),
  ai_policy: AiPolicy.prefault({}),
  adaptive: AdaptiveRules.nullable().default(null),
  follow_ups: z.boolean().default(false),
  self_identification: z.boolean().default(false),
  retention_days: z.number().int().min(1).max(3650).nullable().default(null),
  /** In a fixed order 1 to 20, asked one after another. Where they are chosen adaptively: the ones to choose from, or none for the whole bank. */
  questions: z.array(idOf('question')).max(500).default([]),
});
export type NewAssessment = z.infer<typeof NewAssessment>;

/** What anyone with the publishable key may know about an open assessment. */
export const AssessmentCard = z.object({
  id: idOf('assessment'),
  object: z.literal('assessment_card'),
  title: z.string(),
  description: z.string(),
  duration_ms: DurationMs,
  question_count: z.number().int(),
  ai_mode: z.enum(['off', 'hints', 'pair']),
});
