import type { EventBody, SessionEvent } from '@interviewlm/protocol';
import { describe, expect, test } from 'vitest';
import { apply } from './apply.js';
import { emptyState, type ReplayState } from './state.js';
import { bytesOf, operationsBetween } from './terminal.js';
import { demoSession } from './testing/index.js';
import { Timeline } from './timeline.js';
import { transcriptOf } from './transcript.js';

function replay(...bodies: EventBody[]): ReplayState {
  return bodies.reduce((state, body, index) => apply(state, { seq: index + 1, t_ms: index, ...body }), emptyState);
}

const create = (path: string, content = '', origin: 'editor' | 'question' = 'editor'): EventBody => ({
  type: 'file.create',
  data: { path, content, origin },
});
const edit = (path: string, offset: number, deleted: number, inserted: string): EventBody => ({
  type: 'editor.edit',
  data: { path, version: 1, changes: [[offset, deleted, inserted]], origin: 'typed' },
});
const open = (path: string): EventBody => ({ type: 'editor.open', data: { path } });
const output = (offset: number, text: string, terminal = 0): EventBody => ({
  type: 'terminal.output',
  data: { terminal, offset, base64: btoa(text) },
});
const shown = (state: ReplayState, terminal = 0) =>
  (operationsBetween(null, state.terminals.get(terminal)?.last ?? null) ?? []).map((op) =>
    op.kind === 'output' ? new TextDecoder().decode(bytesOf(op)) : op.kind === 'gap' ? `<${op.bytes} missing>` : `<${op.kind}>`,
  );

test('RP3 an unknown type changes nothing', () => {
  const state = replay(create('a', '1'));
  for (const type of ['editor.dance', '__proto__', 'constructor', 'toString']) {
    expect(apply(state, { seq: 9, t_ms: 9, type, data: {} } as unknown as SessionEvent)).toEqual(state);
  }
});

test('an earlier state is never changed by a later event', () => {
  const { events } = demoSession();
  let state = emptyState;
  for (const event of events) {
    const before = JSON.stringify([state, ...state.files]);
    const next = apply(state, event);
    expect(JSON.stringify([state, ...state.files])).toBe(before);
    state = next;
  }
});

describe('files', () => {
  test('RP5 an edit changes the text at its offset', () => {
    expect(replay(create('a', 'hello'), edit('a', 1, 3, 'E')).files.get('a')).toMatchObject({ content: 'hEo', damaged: null });
  });

  test('RP6 an edit that does not fit marks the file and goes on', () => {
    const missing = replay(edit('ghost', 5, 2, 'boo')).files.get('ghost');
    expect(missing?.content).toBe('boo');
    expect(missing?.damaged).toMatch(/before it says that it exists/);
    expect(replay(create('a', 'x'), edit('a', 9, 0, '!')).files.get('a')).toMatchObject({
      content: 'x!',
      damaged: expect.stringMatching(/does not fit/) as string,
    });
  });

  test('RP7 whole content heals a damaged file', () => {
    const write: EventBody = {
      type: 'file.write',
      data: { path: 'a', version: 3, size: 2, sha256: '0'.repeat(64), origin: 'terminal', content: 'ok' },
    };
    expect(replay(create('a'), edit('a', 9, 0, '!'), write).files.get('a')).toMatchObject({
      content: 'ok',
      version: 3,
      origin: 'terminal',
      damaged: null,
    });
  });

  test('RP8 a write without content sets the version only', () => {
    const write: EventBody = { type: 'file.write', data: { path: 'a', version: 7, size: 5, sha256: '0'.repeat(64), origin: 'editor' } };
    expect(replay(create('a', 'typed'), write).files.get('a')).toMatchObject({ content: 'typed', version: 7, damaged: null });
    expect(replay(write).files.get('a')?.damaged).toMatch(/misses what was written/);
  });

  test('RP9 a move takes starter, tab, cursor and what is below a folder along', () => {
    const state = replay(
      create('src/a.ts', 'A', 'question'),
      create('src/deep/b.ts', 'B'),
      create('srcx', 'C'),
      open('src/a.ts'),
      { type: 'editor.cursor', data: { path: 'src/a.ts', offset: 1 } },
      { type: 'file.move', data: { from: 'src', to: 'lib', origin: 'editor' } },
    );
    expect([...state.files.keys()].sort()).toEqual(['lib/a.ts', 'lib/deep/b.ts', 'srcx']);
    expect(state.files.get('lib/a.ts')?.starter).toBe('A');
    expect(state).toMatchObject({ open: 'lib/a.ts', tabs: ['lib/a.ts'], cursor: { path: 'lib/a.ts', offset: 1 } });
  });

  test('RP10 a delete closes the tab and shows the one to the left', () => {
    const remove: EventBody = { type: 'file.delete', data: { path: 'b', origin: 'editor' } };
    const state = replay(create('a'), create('b'), create('c'), open('a'), open('b'), open('c'), open('b'), remove);
    expect(state).toMatchObject({ open: 'a', tabs: ['a', 'c'] });
    expect(state.files.has('b')).toBe(false);
    expect(replay(create('b'), open('b'), remove)).toMatchObject({ open: null, tabs: [] });
  });

  test('RP11 an edit puts the cursor at its end and drops the selection', () => {
    const select: EventBody = { type: 'editor.selection', data: { path: 'a', start: 3, end: 1 } };
    expect(replay(create('a', 'hello'), select).selection).toEqual({ path: 'a', start: 1, end: 3 });
    expect(replay(create('a', 'hello'), select, edit('a', 1, 2, 'EY'))).toMatchObject({
      selection: null,
      cursor: { path: 'a', offset: 3 },
    });
  });

  test('a path called __proto__ is a path like any other', () => {
    const state = replay(create('__proto__', 'x'), edit('__proto__', 1, 0, 'y'), open('__proto__'));
    expect(state.files.get('__proto__')?.content).toBe('xy');
    expect(({} as Record<string, unknown>).content).toBeUndefined();
  });
});

describe('terminal', () => {
  test('RP12 repeated output is shown once, missing output is a gap', () => {
    expect(shown(replay(output(0, 'abc'), output(0, 'abc'), output(2, 'cd'), output(10, 'z')))).toEqual(['abc', 'd', '<6 missing>', 'z']);
  });

  test('RP13 output after an exit is a new shell', () => {
    const exit: EventBody = { type: 'terminal.exit', data: { terminal: 0, code: 0 } };
    const state = replay(output(0, 'old'), exit, output(0, 'new'));
    expect(shown(state)).toEqual(['old', '<restart>', 'new']);
    expect(state.terminals.get(0)).toMatchObject({ exited: false, bytes: 3 });
  });

  test('operations between two moments are those in between, or none when one is no past of the other', () => {
    const early = replay(output(0, 'a'), output(1, 'b'));
    const late = apply(early, { seq: 3, t_ms: 3, ...output(2, 'c') });
    const tail = (state: ReplayState) => state.terminals.get(0)?.last ?? null;
    expect(operationsBetween(tail(early), tail(late))?.length).toBe(1);
    expect(operationsBetween(tail(late), tail(early))).toBeNull();
    expect(operationsBetween(null, tail(late))?.length).toBe(3);
    expect(operationsBetween(tail(late), tail(late))).toEqual([]);
  });
});

describe('chat and tests', () => {
  const proposal = { id: 'p', path: 'a', diff: '', base_version: 1, content: '' };

  test('RP14 the first event makes a message, later ones complete it', () => {
    const { messages } = replay(
      { type: 'chat.tool', data: { message: 'm', id: 't', name: 'search', input_summary: 'q', status: 'running' } },
      { type: 'chat.tool', data: { message: 'm', id: 't', name: 'search', input_summary: 'q', status: 'done' } },
      { type: 'chat.assistant', data: { message: 'm', text: 'Hi', status: 'complete', model: 'x', latency_ms: 5, usage: null } },
    );
    expect(messages).toMatchObject([{ id: 'm', role: 'assistant', text: 'Hi', status: 'complete', tools: [{ id: 't', status: 'done' }] }]);
  });

  test('RP15 a decision belongs to the newest proposal with its id', () => {
    const propose = (message: string): EventBody => ({ type: 'chat.proposal', data: { message, proposal } });
    const decide: EventBody = { type: 'chat.decision', data: { proposal: 'p', path: 'a', accepted: true, hunks: [1] } };
    const { messages } = replay(propose('m1'), propose('m2'), decide);
    expect(messages.map(({ proposals }) => proposals[0]?.decision)).toEqual([null, 'accepted']);
    expect(replay(decide).messages).toEqual([]);
  });

  test('RP14 a result completes its run', () => {
    const { events } = demoSession();
    const results = events.reduce(apply, emptyState).runs.map(({ result }) => `${result?.passed}/${result?.total}`);
    expect(results).toEqual(['2/4', '4/4', '5/5']);
  });
});

test('RP16 signals are counted', () => {
  const { signals } = replay(
    { type: 'integrity.blur', data: { away_ms: 1000 } },
    { type: 'integrity.focus', data: {} },
    { type: 'integrity.paste', data: { chars: 12 } },
    { type: 'integrity.copy', data: { chars: 3 } },
    { type: 'network.gap', data: { ms: 500, reason: 'offline' } },
  );
  expect(signals).toEqual({
    away: false,
    blurs: 1,
    away_ms: 1000,
    pastes: 1,
    pasted_chars: 12,
    copies: 1,
    fullscreen: false,
    gaps: 1,
    gap_ms: 500,
  });
});

test('a chosen question tells why, and its line says how much was known', () => {
  const asked: EventBody = { type: 'question.shown', data: { question: 'q', index: 0, title: 'Sum', instructions: '' } };
  const bank = { questions: 1, resting: 0, sha256: '' };
  const data = { index: 0, question: 'q', ability: -0.001, error: 1, reason: 'It tells most.', answers: [], among: [], bank };
  const chosen: EventBody = { type: 'question.selected', data };
  const over: EventBody = { type: 'question.selected', data: { ...data, question: null, index: 1, ability: 0.5 } };
  expect(replay(asked, chosen, over).question).toMatchObject({
    question: 'q',
    chosen: { ability: -0.001, error: 1, reason: 'It tells most.' },
  });
  const timeline = new Timeline();
  timeline.append([asked, chosen, over].map((body, index) => ({ seq: index + 1, t_ms: index, ...body })));
  expect(transcriptOf(timeline.entries).map(({ title }) => title)).toEqual([
    'Question 1: Sum',
    'Question 1 was chosen at an ability of 0.00 ± 1.00',
    'Nothing more was asked at an ability of 0.50 ± 1.00',
  ]);
});
