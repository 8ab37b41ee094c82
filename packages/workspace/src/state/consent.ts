import type { AssistantTool } from '@interviewlm/protocol';
import { keep, kept } from './kept.js';

/** What a candidate is asked about: one word for the tools that are one thing to people. */
export type Consent = 'read' | 'run' | 'propose';

export const consents: readonly { readonly name: Consent; readonly tools: readonly AssistantTool[] }[] = [
  { name: 'read', tools: ['read_file', 'list_files', 'search'] },
  { name: 'run', tools: ['run_tests'] },
  { name: 'propose', tools: ['propose_edit'] },
];

const keyOf = (interview: string) => `interviewlm:consent:${interview}`;

/** What the candidate of this interview has withdrawn. */
export function readWithdrawn(interview: string): ReadonlySet<Consent> {
  const stored = kept<Record<Consent, unknown>>(keyOf(interview)) ?? {};
  return new Set(consents.flatMap(({ name }) => (stored[name] === false ? [name] : [])));
}

export function keepWithdrawn(interview: string, withdrawn: ReadonlySet<Consent>): void {
  keep(keyOf(interview), Object.fromEntries(consents.map(({ name }) => [name, !withdrawn.has(name)])));
}

/** The tools that are left; undefined while nothing was withdrawn. */
export const allowed = (withdrawn: ReadonlySet<Consent>): AssistantTool[] | undefined =>
  withdrawn.size === 0 ? undefined : consents.flatMap(({ name, tools }) => (withdrawn.has(name) ? [] : tools));
