import { msg } from '@interviewlm/ui';
import type { Command } from './events.js';

/** The keys of media players and editors, as the help sheet lists them. */
export const keyHelp = (): readonly (readonly [keys: string, what: string])[] => [
  [msg('Space or K'), msg('Play or pause')],
  [msg('J and L'), msg('Back and forward 10 seconds')],
  [msg('← and →'), msg('Back and forward 5 seconds')],
  [msg('[ and ]'), msg('Previous and next marker')],
  [msg(', and .'), msg('Previous and next event')],
  [msg('< and >'), msg('Slower and faster')],
  [msg('0 to 9'), msg('To that tenth of the recording')],
  [msg('Home and End'), msg('To the start and the end')],
  [msg('+ and -'), msg('More or less detail on the timeline')],
  [msg('I, O and U'), msg('Start, end and leave a loop')],
  ['S', msg('Skip idle time, or not')],
  ['E', msg('To the live end')],
  ['P', msg('Colour the code by where it came from')],
  ['M', msg('Comment on this moment')],
  ['/', msg('Find in the recording')],
  ['C', msg('Copy a link to this moment')],
  ['?', msg('This list')],
];

const commands: Readonly<Record<string, Command>> = {
  ' ': { do: 'toggle' },
  k: { do: 'toggle' },
  j: { do: 'jump', by_ms: -10_000 },
  l: { do: 'jump', by_ms: 10_000 },
  ArrowLeft: { do: 'jump', by_ms: -5000 },
  ArrowRight: { do: 'jump', by_ms: 5000 },
  '[': { do: 'marker', direction: -1 },
  ']': { do: 'marker', direction: 1 },
  ',': { do: 'step', direction: -1 },
  '.': { do: 'step', direction: 1 },
  '<': { do: 'slower' },
  '>': { do: 'faster' },
  Home: { do: 'seek', t_ms: 0 },
  End: { do: 'seek', t_ms: Infinity },
  '+': { do: 'zoom', factor: 0.5 },
  '=': { do: 'zoom', factor: 0.5 },
  '-': { do: 'zoom', factor: 2 },
  i: { do: 'loop', edge: 'start' },
  o: { do: 'loop', edge: 'end' },
  u: { do: 'loop', edge: 'none' },
  e: { do: 'live' },
  p: { do: 'origins' },
  m: { do: 'comment' },
  '/': { do: 'search' },
  s: { do: 'skipIdle' },
  c: { do: 'copyLink' },
  '?': { do: 'help' },
};

/** What a key press asks for; null for keys that aren't ours, and where the key belongs to what has the focus. */
export function commandOf(event: KeyboardEvent, duration_ms: number): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const target = event.composedPath()[0];
  if (target instanceof Element && owns(target, event.key)) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (/^[0-9]$/.test(key)) return { do: 'seek', t_ms: (duration_ms * Number(key)) / 10 };
  return Object.hasOwn(commands, key) ? (commands[key] ?? null) : null;
}

const arrows = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End']);

function owns(target: Element, key: string): boolean {
  if (target.matches('input:not([type="range"]), textarea, select, [contenteditable]')) return true;
  if (key === ' ' && target.matches('button, summary, a, [role="tab"], [role="treeitem"], [role="option"]')) return true;
  return arrows.has(key) && target.closest('[role="tab"], [role="tree"], [role="listbox"], [role="separator"], [data-arrows]') !== null;
}
