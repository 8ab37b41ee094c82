import { describe, expect, test } from 'vitest';
import { Timeline, countUntil } from './timeline.js';

const page = (seq: number, t_ms: number) => ({ seq, t_ms, type: 'integrity.focus', data: {} });
const server = (seq: number, t_ms: number) => ({ seq, t_ms, type: 'session.resumed', data: {} });
const order = (timeline: Timeline) => timeline.entries.map(({ at, event }) => `${event.seq}@${at}`);

describe('RP1 order', () => {
  test('by time, by seq where times are equal', () => {
    const timeline = new Timeline();
    timeline.append([server(1, 0), page(2, 100), server(3, 100), page(4, 50_000)]);
    expect(order(timeline)).toEqual(['1@0', '2@100', '3@100', '4@50000']);
  });

  test('a batch that came late goes where it belongs, and says what changed', () => {
    const timeline = new Timeline();
    timeline.append([server(1, 0), server(2, 60_000), server(3, 120_000)]);
    expect(timeline.append([page(4, 30_000), page(5, 31_000), page(6, 130_000)])).toBe(1);
    expect(order(timeline)).toEqual(['1@0', '4@30000', '5@31000', '2@60000', '3@120000', '6@130000']);
  });

  test('a corrected clock keeps the order of its source', () => {
    const timeline = new Timeline();
    timeline.append([page(1, 10_000), page(2, 9_200), server(3, 9_500), page(4, 10_100)]);
    expect(order(timeline)).toEqual(['3@9500', '1@10000', '2@10000', '4@10100']);
  });

  test('one wild clock does not drag along what follows', () => {
    const timeline = new Timeline();
    timeline.append([page(1, 10), page(2, 9_000_000), page(3, 20)]);
    expect(order(timeline)).toEqual(['1@10', '3@20', '2@9000000']);
  });
});

test('RP2 a seq counts once, a missing one is a gap', () => {
  const timeline = new Timeline();
  timeline.append([page(1, 0), page(2, 1), page(2, 1), page(1, 0)]);
  expect(timeline.append([page(2, 1), page(5, 9)])).toBe(2);
  expect(order(timeline)).toEqual(['1@0', '2@1', '5@9']);
  expect(timeline.gaps).toEqual([{ after_seq: 2, before_seq: 5, at: 9 }]);
});

test('RP3 what lacks the members of its type is counted and left out', () => {
  const timeline = new Timeline();
  timeline.append([
    null,
    [],
    'text',
    { seq: 1, t_ms: -1, type: 'session.resumed', data: {} },
    { seq: 1, t_ms: 0, type: 'editor.edit', data: { path: 'a' } },
    { seq: 1, t_ms: 0, type: 'tests.result', data: { run: 'r', kind: 'visible', result: { passed: 1 } } },
    { seq: 1, t_ms: 0, type: 'session.started', data: { files: [{ path: 1 }] } },
  ]);
  expect(timeline).toMatchObject({ entries: [], malformed: 7 });
  timeline.append([{ seq: 1, t_ms: 0, type: 'some.later.type', data: { any: 1 } }]);
  expect(timeline.entries.length).toBe(1);
});

test('countUntil counts what is at or before a moment', () => {
  const timeline = new Timeline();
  timeline.append([page(1, 0), page(2, 5), page(3, 5), page(4, 9)]);
  expect([-1, 0, 4, 5, 8, 9, 99].map((t) => countUntil(timeline.entries, t))).toEqual([0, 1, 1, 3, 3, 4, 4]);
});
