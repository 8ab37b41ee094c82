import type { Desk as Recorded } from '@interviewlm/protocol';
import { keep, kept } from './kept.js';

/** What the candidate arranged, kept by interview in localStorage so that a reload shows the same desk. Never holds their text. */
export interface Desk {
  tabs: string[];
  active: string | null;
  cursors: Record<string, number>;
  splits: Record<string, number>;
  panel: string;
}

const blank = (): Desk => ({ tabs: [], active: null, cursors: {}, splits: {}, panel: 'tests' });
const keyOf = (interview: string) => `interviewlm.desk.${interview}`;

export class Memory {
  readonly desk: Desk;
  /** True when an earlier page arranged it. */
  private readonly isKnown: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Once `closed` is aborted nothing is written any more: the desk may be another page's by then. */
  constructor(
    private readonly interview: string,
    private readonly closed: AbortSignal,
  ) {
    const stored = kept<Desk>(keyOf(interview));
    this.isKnown = stored !== null;
    this.desk = { ...blank(), ...(stored && checked(stored)) };
    window.addEventListener('pagehide', () => this.write(), { signal: closed });
    closed.addEventListener('abort', () => this.write());
  }

  /** Where nothing was arranged on this machine, as after a change of machines, the desk is as the log tells it. */
  arrange({ tabs, active }: Recorded): Desk {
    if (this.isKnown && this.desk.tabs.length > 0) return this.desk;
    const cursors = Object.fromEntries(tabs.map(({ path, offset }) => [path, offset]));
    return Object.assign(this.desk, { tabs: tabs.map(({ path }) => path), active, cursors });
  }

  update(change: Partial<Desk>): void {
    Object.assign(this.desk, change);
    if (this.closed.aborted) return;
    this.timer ??= setTimeout(() => this.write(), 200);
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    keep(keyOf(this.interview), this.desk);
  }
}

function checked(value: Partial<Record<keyof Desk, unknown>>): Partial<Desk> {
  const desk: Partial<Desk> = {};
  if (Array.isArray(value.tabs)) desk.tabs = value.tabs.filter((path): path is string => typeof path === 'string');
  if (typeof value.active === 'string') desk.active = value.active;
  if (typeof value.panel === 'string') desk.panel = value.panel;
  desk.cursors = numbers(value.cursors);
  desk.splits = numbers(value.splits);
  return desk;
}

function numbers(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, number] => Number.isFinite(pair[1])));
}
