import { expect, test } from 'vitest';
import { advance, editDensity, idleZones, terminalDensity } from './activity.js';
import { markersOf } from './markers.js';
import { plainText } from './plain-text.js';
import { demoSession } from './testing/index.js';
import { Timeline } from './timeline.js';
import { transcriptOf } from './transcript.js';

const { events, manifest } = demoSession();
const timeline = new Timeline();
timeline.append(events);
const { entries } = timeline;

test('idle zones hold no work and are as long as asked for', () => {
  const zones = idleZones(entries, manifest.duration_ms);
  expect(zones.length).toBeGreaterThanOrEqual(2);
  for (const { from_ms, to_ms } of zones) {
    expect(to_ms - from_ms).toBeGreaterThanOrEqual(12_000);
    const inside = entries.filter(({ at }) => at > from_ms && at < to_ms).map(({ event }) => event.type);
    expect(inside.filter((type) => !type.startsWith('integrity.'))).toEqual([]);
  }
  expect(idleZones([], 60_000)).toEqual([{ from_ms: 1500, to_ms: 58_500 }]);
});

test('advance jumps to the end of an idle zone', () => {
  const zones = [{ from_ms: 100, to_ms: 500 }];
  expect([advance(50, 20, zones), advance(90, 20, zones), advance(90, 20, []), advance(499, 1, zones)]).toEqual([70, 500, 110, 500]);
});

test('density is 0 to 1 and where the edits are', () => {
  const density = editDensity(entries, manifest.duration_ms, 100);
  expect(Math.max(...density)).toBeLessThanOrEqual(1);
  expect(Math.min(...density)).toBe(0);
  const active = density.filter((value) => value > 0).sort();
  expect(active[active.length >> 1]).toBe(0.5);
  for (const { at, event } of entries) {
    if (event.type === 'editor.edit') expect(density[Math.min(99, Math.floor((at / manifest.duration_ms) * 100))]).toBeGreaterThan(0);
  }
  expect([...terminalDensity([], 0, 3)]).toEqual([0, 0, 0]);
});

test('markers name what happened', () => {
  const labels = markersOf(entries).map(({ kind, label }) => `${kind}: ${label}`);
  expect(labels).toEqual([
    'question: Question 1: Parse a duration',
    'run_failed: 2 of 4 tests passed',
    'blur: Left the page',
    'chat: Asked the assistant: Why does 1500ms come out as 90000000? Which part of my pattern is wrong?',
    'proposal: The assistant proposed a change to src/parse-duration.js',
    'run_passed: All 4 tests passed',
    'paste: Pasted 94 characters',
    'run_passed: All 5 tests passed',
    'submit: Submitted',
  ]);
});

test('the transcript tells everything once, in order, with typing and output in bursts', () => {
  const items = transcriptOf(entries);
  expect(items.map(({ at }) => at)).toEqual([...items.map(({ at }) => at)].sort((a, b) => a - b));
  const typed = items.filter(({ kind, title }) => kind === 'edit' && title.startsWith('Typed'));
  expect(typed.length).toBeLessThan(12);
  expect(typed[0]?.detail).toContain('let total = 0;');
  expect(items.find(({ kind, detail }) => kind === 'terminal' && detail.includes('node --version'))?.detail).toContain('v24.21.0');
  expect(items.find(({ kind }) => kind === 'tests')).toMatchObject({ title: 'Tests: 2 of 4 passed' });
  expect(items.filter(({ title }) => title === 'Submitted').length).toBe(1);
});

test('plain text has no escapes, and what a carriage return overwrote is gone', () => {
  expect(plainText('\x1b[31mred\x1b[0m\r\nok\x1b]0;title\x07!\x1b]52;c;aGk=\x1b\\\r\n')).toBe('red\nok!\n');
  expect(plainText('10%\r50%\r100%\ndone\x00\x7f')).toBe('100%\ndone');
});
