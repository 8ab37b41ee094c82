import { z } from 'zod';
import { DurationMs, Sha256, Timestamp } from '../common.js';
import { idOf } from '../ids.js';
import { Notice } from './notice.js';
import { ReportSelection } from './selection.js';

/** A range of the recording that supports a score, with a sentence that says what it shows. */
export const Evidence = z.object({
  from_ms: DurationMs,
  to_ms: DurationMs,
  first_seq: z.number().int(),
  last_seq: z.number().int(),
  note: z.string(),
});

export const CriterionName = z.enum(['correctness', 'code_quality', 'problem_solving', 'ai_collaboration', 'communication']);
export type CriterionName = z.infer<typeof CriterionName>;

/** 0 to 100; null where there was nothing to judge it by. */
const Score = z.number().min(0).max(100);

/** What a model's rubric says beside the rules. It never holds a score up, and the rules' part can be made again from the log alone. */
export const RubricPart = z.object({
  /** `pending` until the model was asked; `unavailable` when it gave no judgement, which may be tried again. */
  status: z.enum(['pending', 'ready', 'unavailable']),
  /** By the model alone; null unless `ready`. */
  score: Score.nullable(),
  /** By the rules alone. */
  rules_score: Score.nullable(),
  /** Why there is no judgement, in plain words. */
  reason: z.string().nullable(),
});
export type RubricPart = z.infer<typeof RubricPart>;

export const Criterion = z.object({
  name: CriterionName,
  score: Score.nullable(),
  weight: z.number().min(0).max(1),
  confidence: z.number().min(0).max(1),
  summary: z.string(),
  rubric_version: z.string(),
  /** The model and the version of its prompt, where one took part in the score; null where rules alone made it. */
  model: z.string().nullable(),
  prompt_version: z.string().nullable(),
  /** Null where no model has a part in it. */
  rubric: RubricPart.nullable(),
  evidence: z.array(Evidence),
});
export type Criterion = z.infer<typeof Criterion>;

/** What a person put in the place of a computed score. Kept for good, the earlier ones too; the last one for each criterion counts. */
export const Override = z.object({
  id: idOf('override'),
  object: z.literal('report_override'),
  /** `total` stands for the whole score, whatever the criteria say. */
  criterion: z.enum([...CriterionName.options, 'total']),
  /** What it was before. */
  from: Score.nullable(),
  score: Score,
  reason: z.string(),
  author: z.string(),
  created_at: Timestamp,
});
export type Override = z.infer<typeof Override>;

export const NewOverride = z.object({
  criterion: Override.shape.criterion,
  score: Score,
  reason: z.string().trim().min(10).max(4000),
  /** The name of the person who decides. */
  author: z.string().trim().min(1).max(200),
});
export type NewOverride = z.infer<typeof NewOverride>;

/** A candidate's objection. It is kept for good and changes nothing by itself: a person answers it, by an override or otherwise. */
export const Appeal = z.object({
  id: idOf('appeal'),
  object: z.literal('report_appeal'),
  criterion: Override.shape.criterion,
  reason: z.string(),
  /** `candidate`, or `tenant` when the company hands in what it was told otherwise. */
  by: z.enum(['candidate', 'tenant']),
  created_at: Timestamp,
});
export type Appeal = z.infer<typeof Appeal>;

export const NewAppeal = z.object({
  criterion: Override.shape.criterion.default('total'),
  reason: z.string().trim().min(10).max(4000),
});
export type NewAppeal = z.infer<typeof NewAppeal>;

const counts = z.object({ passed: z.number().int(), total: z.number().int() });

/** Characters of the answers' own files by how they came there; the question's starter apart. */
export const Provenance = z.object({
  typed: z.number().int(),
  assistant: z.number().int(),
  paste: z.number().int(),
  starter: z.number().int(),
});
export type Provenance = z.infer<typeof Provenance>;

/** The moments that the report's charts are drawn from. */
export const ReportCharts = z.object({
  duration_ms: DurationMs,
  /** How much was edited in each of 60 equal parts of the interview, 0 to 1. */
  activity: z.array(z.number()),
  runs: z.array(z.object({ t_ms: DurationMs, passed: z.number().int(), total: z.number().int(), kind: z.enum(['visible', 'submit']) })),
  moments: z.array(z.object({ t_ms: DurationMs, kind: z.enum(['question', 'prompt', 'accepted', 'paste']) })),
  provenance: Provenance,
});
export type ReportCharts = z.infer<typeof ReportCharts>;

export const Report = z.object({
  object: z.literal('report'),
  interview: idOf('interview'),
  status: z.enum(['pending', 'ready']),
  /** Weighted mean of the criteria that have a score, as computed. Nothing rejects a candidate by itself. */
  score: Score.nullable(),
  formula: z.string(),
  criteria: z.array(Criterion),
  /** `follows` names the question that it builds on; questions that stand by themselves leave it out. */
  tests: z.array(
    z.object({ question: idOf('question'), title: z.string(), follows: idOf('question').optional(), visible: counts, hidden: counts }),
  ),
  charts: ReportCharts,
  /** Null where the questions had a fixed order. */
  selection: ReportSelection.nullable(),
  /** What the scores were computed from: up to which event, and the SHA-256 of the judged events and answers. */
  inputs: z.object({ last_seq: z.number().int(), log_sha256: Sha256, answers_sha256: Sha256 }),
  /** The score with what people put in its place; equal to `score` where nobody did. */
  final: z.object({ score: Score.nullable(), formula: z.string() }),
  overrides: z.array(Override),
  appeals: z.array(Appeal),
  /** What the candidate was told before they began, oldest first; empty where nobody recorded it. */
  notices: z.array(Notice),
  generated_at: Timestamp.nullable(),
});
export type Report = z.infer<typeof Report>;

/** `candidate` is what a company may hand on: without the names of reviewers and without links into the recording. */
export const ReportQuery = z.object({ audience: z.enum(['reviewer', 'candidate']).default('reviewer') });
