import type { TokenUsage } from '@interviewlm/protocol';

/** What a process counts of itself. Names of routes and parts are bounded; no tenant, interview or person is ever named. */
export interface Meters {
  /** `route` is the path as the contract writes it, `none` where there is none. */
  answered(request: { method: string; route: string; status: number; seconds: number }): void;
  /** A connection that lives on. To be called again at its end. */
  opened(kind: 'stream' | 'terminal'): () => void;
  /** What an answer of the assistant used. */
  used(usage: TokenUsage): void;
}

export const noMeters: Meters = { answered: () => undefined, opened: () => () => undefined, used: () => undefined };

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** Adds to what is known of it; `name` replaces the name. */
  note(attributes: Attributes, name?: string): void;
  end(error?: unknown): void;
}

/** Where time goes, across processes. Spans never hold what people wrote. */
export interface Tracing {
  /** Work for somebody outside, whose headers may say which trace it belongs to. What `work` begins belongs to it. */
  serve<T>(name: string, headers: Readonly<Record<string, string | string[] | undefined>>, work: (span: Span) => Promise<T>): Promise<T>;
  /** Within what is under way now. */
  begin(name: string, kind: 'client' | 'internal', attributes?: Attributes): Span;
}

const noSpan: Span = { note: () => undefined, end: () => undefined };
export const noTracing: Tracing = { serve: (_name, _headers, work) => work(noSpan), begin: () => noSpan };
