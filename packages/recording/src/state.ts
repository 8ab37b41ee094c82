import type { EventOf, FileOrigin, Proposal, TokenUsage } from '@interviewlm/protocol';
import type { TerminalState } from './terminal.js';

/** A workspace file at one moment. */
export interface FileState {
  readonly content: string;
  /** The version the server last acknowledged; 0 before the first write. */
  readonly version: number;
  /** Who last wrote the whole file or edited it. */
  readonly origin: FileOrigin;
  /** What the question gave, for the diff against the starter; null for files that the candidate made. */
  readonly starter: string | null;
  /** Why the text can't be trusted, in plain words; null while it is exact. */
  readonly damaged: string | null;
}

export type Decision = 'accepted' | 'rejected';

export interface ProposalState extends Proposal {
  readonly decision: Decision | null;
  /** The accepted hunks where the candidate took only some of them. */
  readonly hunks: readonly number[] | null;
}

export interface ToolUse {
  readonly id: string;
  readonly name: string;
  readonly input_summary: string;
  readonly status: string;
}

/** What the assistant was given with a question; left out by recordings from before that was told. */
export type Given = NonNullable<EventOf<'chat.user'>['data']['given']>;

export interface Message {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** `streaming` until the answer is complete. */
  readonly status: string;
  readonly model: string | null;
  readonly latency_ms: number | null;
  readonly usage: TokenUsage | null;
  readonly tools: readonly ToolUse[];
  readonly proposals: readonly ProposalState[];
  readonly given?: Given;
}

export type RunResultData = EventOf<'tests.result'>['data']['result'];

export interface Run {
  readonly run: string;
  readonly kind: 'visible' | 'submit';
  /** Null while the tests run. */
  readonly result: RunResultData | null;
}

export interface QuestionState {
  readonly question: string;
  readonly index: number;
  readonly title: string;
  /** Markdown. */
  readonly instructions: string;
  readonly answered: boolean;
  /** Where it was chosen by the answers before it: what was known of the ability then, and why. */
  readonly chosen?: { readonly ability: number; readonly error: number; readonly reason: string };
}

/** Neutral counts of what was seen, not a judgement. */
export interface Signals {
  readonly away: boolean;
  readonly blurs: number;
  readonly away_ms: number;
  readonly pastes: number;
  readonly pasted_chars: number;
  readonly copies: number;
  readonly fullscreen: boolean;
  readonly gaps: number;
  readonly gap_ms: number;
}

export type Status = 'waiting' | 'active' | 'paused' | 'submitted' | 'scored' | 'expired';

/** Everything a reviewer sees at one moment. Values are never changed in place, so a keyframe is only a reference. */
export interface ReplayState {
  readonly status: Status;
  readonly files: ReadonlyMap<string, FileState>;
  readonly tabs: readonly string[];
  readonly open: string | null;
  readonly cursor: { readonly path: string; readonly offset: number } | null;
  readonly selection: { readonly path: string; readonly start: number; readonly end: number } | null;
  readonly scroll: { readonly path: string; readonly line: number } | null;
  readonly terminals: ReadonlyMap<number, TerminalState>;
  readonly messages: readonly Message[];
  readonly runs: readonly Run[];
  readonly question: QuestionState | null;
  readonly signals: Signals;
  readonly snapshots: number;
}

export const emptyState: ReplayState = {
  status: 'waiting',
  files: new Map(),
  tabs: [],
  open: null,
  cursor: null,
  selection: null,
  scroll: null,
  terminals: new Map(),
  messages: [],
  runs: [],
  question: null,
  signals: { away: false, blurs: 0, away_ms: 0, pastes: 0, pasted_chars: 0, copies: 0, fullscreen: false, gaps: 0, gap_ms: 0 },
  snapshots: 0,
};
