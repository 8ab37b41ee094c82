import { z } from 'zod';
import { DurationMs, FilePath, Sha256, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { Difficulty, RunLimits, RuntimeName } from './assessment.js';
import { Interview } from './interview.js';

export const FileInfo = z.object({
  path: FilePath,
  size: z.number().int().nonnegative(),
  /** Counts up with every write, from 1. */
  version: z.number().int().positive(),
  sha256: Sha256,
  /** The question's own tests and support files: shown, never written. */
  read_only: z.boolean(),
  updated_at: Timestamp,
});
export type FileInfo = z.infer<typeof FileInfo>;

export const FileTree = z.object({ object: z.literal('file_tree'), files: z.array(FileInfo) });
export type FileTree = z.infer<typeof FileTree>;

/** `encoding` is base64 only for content that is not UTF-8 text. */
export const File = FileInfo.extend({ object: z.literal('file'), content: z.string(), encoding: z.enum(['utf-8', 'base64']) });
export type File = z.infer<typeof File>;

/** At most `limits.fileBytes` bytes of UTF-8, refused with 413 `too_large` as everything that takes a workspace over its limits. */
export const FileWrite = z.object({ content: z.string() });
export const FileMove = z.object({ from: FilePath, to: FilePath });

export const TestStatus = z.enum(['passed', 'failed', 'error', 'skipped', 'missing']);
export const TestResult = z.object({
  name: z.string(),
  status: TestStatus,
  message: z.string().optional(),
  duration_ms: z.number().nonnegative(),
});
export type TestResult = z.infer<typeof TestResult>;

/** The result of one run. `passed + failed` is `total`: a skipped or missing test counts as failed. */
export const RunResult = z.object({
  id: idOf('run'),
  object: z.literal('test_run'),
  passed: z.number().int(),
  failed: z.number().int(),
  total: z.number().int(),
  duration_ms: DurationMs,
  tests: z.array(TestResult),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean(),
  timed_out: z.boolean(),
  /** Why the run ended before its tests did, in plain words; null when it ended by itself. */
  stopped: z.string().nullable(),
  /** The test runner itself did not start: nothing was tested, and the numbers say nothing about the code. Left out of every other run. */
  runner_missing: z.literal(true).optional(),
});
export type RunResult = z.infer<typeof RunResult>;

export const RunRequest = z.object({
  files: z.record(FilePath, z.string()).optional(),
});

/** Stream of a run with `Accept: text/event-stream`: `event: output`, then one `event: result` (a RunResult) or `event: error`. */
export const RunOutput = z.object({ stream: z.enum(['stdout', 'stderr']), text: z.string() });

/** A question as the candidate sees it. */
export const Question = z.object({
  id: idOf('question'),
  object: z.literal('question'),
  index: z.number().int().nonnegative(),
  title: z.string(),
  /** Markdown. */
  instructions: z.string(),
  runtime: RuntimeName,
  difficulty: Difficulty,
  concepts: z.array(z.string()),
  /** The question whose solution it builds on: the candidate's files of it are still there. Null where it stands by itself. */
  builds_on: z.object({ title: z.string() }).nullable(),
  /** Paths to open first: the files that the candidate edits. */
  open: z.array(FilePath),
  tests: z.array(FilePath),
  limits: RunLimits,
});
export type Question = z.infer<typeof Question>;

export const QuestionProgress = z.object({
  object: z.literal('question_progress'),
  current: Question,
  progress: z.object({
    index: z.number().int(),
    /** Where the next question is chosen by the answers: the most that will be asked. */
    total: z.number().int(),
    has_next: z.boolean(),
    adaptive: z.boolean(),
    /** Whether the answer is tested before the next question, and one that builds on it may come. */
    follow_ups: z.boolean(),
  }),
});
export type QuestionProgress = z.infer<typeof QuestionProgress>;

/** Where the candidate was: open files in the order of their tabs, each with its cursor in UTF-16 units, and the one in front. */
export const Desk = z.object({
  tabs: z.array(z.object({ path: FilePath, offset: z.number().int().nonnegative() })),
  active: FilePath.nullable(),
});
export type Desk = z.infer<typeof Desk>;

/** What a page opens with, in one answer. `work` is null once there is nothing to work on; `open` has the file in front, others may be missing. */
export const WorkspaceOpening = z.object({
  object: z.literal('workspace'),
  interview: Interview,
  work: z.object({ question: QuestionProgress, files: z.array(FileInfo), desk: Desk, open: z.array(File) }).nullable(),
});
export type WorkspaceOpening = z.infer<typeof WorkspaceOpening>;
