import type { Player, ReplayState } from '@interviewlm/recording';
import type { Appearance } from '@interviewlm/ui';
import { LineIndex } from './code/line-index.js';
import type { CommentsController } from './comments-controller.js';
import type { OriginsController } from './origins.js';
import type { Preview } from './replay-timeline.js';

export type Panel = 'code' | 'files' | 'chat' | 'tests' | 'terminal' | 'question' | 'comments' | 'search' | 'transcript';

/** What the reviewer chose to look at; nothing of it is recorded. */
export interface View {
  /** Null until one is chosen: then it is the first that there is room for. */
  readonly panel: Panel | null;
  readonly mode: 'code' | 'diff';
  readonly layout: 'inline' | 'side-by-side';
  /** The moment to compare with; null compares with the starter. */
  readonly base_ms: number | null;
  /** The file that stays open; null follows the candidate. */
  readonly pinned: string | null;
  /** What was searched for, in small letters. */
  readonly query: string;
  /** The reviewer judges the work without the name. */
  readonly masked: boolean;
}

/** What the panels are drawn from. */
export interface Scene {
  readonly view: View;
  /** The name stays hidden: nobody is asked. */
  readonly maskFixed: boolean;
  readonly player: Player;
  readonly state: ReplayState;
  readonly origins: OriginsController;
  readonly comments: CommentsController;
  readonly author: string;
  readonly look: Look;
  readonly appearance: Appearance | undefined;
}

export type Look = (change: Partial<View>) => void;

/** The file on show: the pinned one while it exists, else the candidate's, else the first that the question gave. */
export function shownPath({ pinned }: Pick<View, 'pinned'>, { files, open }: Pick<ReplayState, 'files' | 'open'>): string | null {
  if (pinned !== null && files.has(pinned)) return pinned;
  if (open !== null && files.has(open)) return open;
  for (const [path, { starter }] of files) if (starter !== null) return path;
  return null;
}

/** The code around the candidate's cursor at a moment, for the timeline's tip. */
export function previewAt({ replay }: Player, t: number): Preview | null {
  const state = replay.stateAt(t);
  const path = state && shownPath({ pinned: null }, state);
  const file = state && path ? state.files.get(path) : undefined;
  if (!state || !path || !file) return null;
  const lines = new LineIndex(file.content);
  const at = state.cursor?.path === path ? lines.lineOf(state.cursor.offset) : 0;
  const first = Math.max(0, Math.min(at - 6, lines.count - 12));
  return { path, lines: Array.from({ length: Math.min(12, lines.count - first) }, (_, index) => lines.line(first + index).slice(0, 72)) };
}
