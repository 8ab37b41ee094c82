import type { Marker } from '@interviewlm/protocol';
import { msg } from '@interviewlm/ui';

export type Lane = (typeof lanes)[number];

/** From top to bottom. */
export const lanes = ['edits', 'tests', 'chat', 'terminal', 'signals'] as const;

export const laneWords = (): Record<Lane, string> => ({
  edits: msg('Edits'),
  tests: msg('Tests'),
  chat: msg('Assistant'),
  terminal: msg('Terminal'),
  signals: msg('Signals'),
});

const laneOfKind: Record<Marker['kind'], Lane | 'ruler'> = {
  question: 'ruler',
  submit: 'ruler',
  pause: 'ruler',
  resume: 'ruler',
  snapshot: 'edits',
  run_passed: 'tests',
  run_failed: 'tests',
  chat: 'chat',
  proposal: 'chat',
  gap: 'signals',
  paste: 'signals',
  blur: 'signals',
};

export const laneOf = (kind: Marker['kind']): Lane | 'ruler' => laneOfKind[kind];

/** The outline of a density as an SVG path over one unit of height, from the bottom up. */
export function area(density: Float32Array): string {
  if (!density.some((value) => value > 0)) return '';
  const steps = Array.from(density, (value, index) => `L${index} ${(1 - value).toFixed(3)}L${index + 1} ${(1 - value).toFixed(3)}`);
  return `M0 1${steps.join('')}L${density.length} 1Z`;
}

const spacings = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000);

/** Round moments for the ruler of `duration` milliseconds that begin at `from`, at most nine of them. */
export function ticks(duration: number, from = 0): number[] {
  const spacing = spacings.find((candidate) => duration / candidate <= 8) ?? 7_200_000;
  const first = Math.floor(from / spacing) + 1;
  const last = Math.floor((from + duration * 0.97) / spacing);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * spacing);
}
