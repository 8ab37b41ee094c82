import type { EventBody } from '@interviewlm/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.js';
import { provenanceOf } from './provenance.js';
import { emptyState } from './state.js';
import { demoSession, hostileEvents, longSession } from './testing/index.js';
import { Timeline, type Entry } from './timeline.js';

const entriesOf = (...bodies: EventBody[]): Entry[] =>
  bodies.map((body, index) => ({ at: index, event: { seq: index + 1, t_ms: index, ...body } }));
const edit = (changes: [number, number, string][], origin: 'typed' | 'paste' | 'accept' | 'undo' | 'format' = 'typed'): EventBody => ({
  type: 'editor.edit',
  data: { path: 'a', version: 1, changes, origin },
});
const start: EventBody = { type: 'session.started', data: { question: 'q', files: [{ path: 'a', content: 'one two' }] } };
/** Each character's way, by its first letter. */
const told = (entries: Entry[], path = 'a') =>
  (provenanceOf(entries).get(path) ?? []).map(({ length, from }) => from.kind.charAt(0).repeat(length)).join('');

test('each character is traced to how it came', () => {
  expect(told(entriesOf(start, edit([[3, 0, '!']]), edit([[8, 0, 'xyz']], 'paste'), edit([[0, 1, 'O']], 'format')))).toBe('fsstssssppp');
  expect(
    told(
      entriesOf(
        start,
        edit([
          [5, 1, 'W'],
          [0, 3, ''],
        ]),
      ),
    ),
  ).toBe('ssts');
});

test('an undo brings the origin of what it brings back', () => {
  const cut = edit([[0, 3, '']]);
  expect(told(entriesOf(start, cut, edit([[0, 0, 'one']], 'undo')))).toBe('sssssss');
  expect(told(entriesOf(start, cut, edit([[0, 0, 'new']], 'undo')))).toBe('uuussss');
});

test('a file that the terminal writes keeps what was not changed', () => {
  const write: EventBody = {
    type: 'file.write',
    data: { path: 'a', version: 2, size: 9, sha256: '0'.repeat(64), origin: 'terminal', content: 'one <> two' },
  };
  expect(told(entriesOf(start, write))).toBe('sssstttsss');
});

test('what was accepted names the answer and the proposal, also after a move', () => {
  const timeline = new Timeline();
  timeline.append(demoSession().events);
  const spans = [...provenanceOf(timeline.entries).values()].flat().filter(({ from }) => from.kind === 'assistant');
  expect(spans.length).toBeGreaterThan(0);
  for (const { from } of spans) expect(from).toMatchObject({ proposal: 'prop_1', message: expect.stringContaining('msg_') as string });
  const move: EventBody = { type: 'file.move', data: { from: 'a', to: 'd/b', origin: 'editor' } };
  expect(told(entriesOf(start, edit([[0, 0, 'x']]), move), 'd/b')).toBe('tsssssss');
});

test('whatever the log, the spans of a file are as long as its text', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 500 }), (seed, count) => {
      const timeline = new Timeline();
      timeline.append(hostileEvents(count, seed));
      const { files } = timeline.entries.reduce((state, { event }) => apply(state, event), emptyState);
      const spans = provenanceOf(timeline.entries);
      expect([...spans].map(([path, all]) => [path, all.reduce((sum, { length }) => sum + length, 0)])).toEqual(
        [...spans.keys()].map((path) => [path, files.get(path)?.content.length]),
      );
    }),
    // A file whose content was never seen is moved over another one.
    { examples: [[11, 81]] },
  );
});

test('an hour of typing is traced whole', () => {
  const { events, files } = longSession(20_000, 60);
  const timeline = new Timeline();
  timeline.append(events);
  for (const [path, spans] of provenanceOf(timeline.entries)) {
    expect(spans.reduce((sum, { length }) => sum + length, 0)).toBe(files.get(path)?.length);
  }
});
