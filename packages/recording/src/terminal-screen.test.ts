import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from './apply.js';
import { emptyState } from './state.js';
import { isSettled, type SerializingEmulator } from './terminal-feed.js';
import { TerminalHistory } from './terminal-history.js';
import { TerminalScreen } from './terminal-screen.js';
import type { TerminalState } from './terminal.js';
import { seeded } from './testing/index.js';

interface HeadlessEmulator extends SerializingEmulator {
  /** The screen, without what was scrolled off it. */
  readonly lines: () => string[];
}

function emulator(): HeadlessEmulator {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, scrollback: 100, allowProposedApi: true });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer);
  return {
    write: (data, done) => terminal.write(data, done),
    resize: (cols, rows) => terminal.resize(cols, rows),
    reset: () => terminal.reset(),
    serialize: () => serializer.serialize(),
    lines: () => {
      const { active } = terminal.buffer;
      const text = Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
      return [...text, `cursor ${active.cursorX},${active.cursorY} of ${terminal.cols}x${terminal.rows}`];
    },
  };
}

const words = [
  'ok ✓ ',
  'naïve ',
  '😀 ',
  '\r\n',
  '\r\n',
  '\x1b[31mred\x1b[0m ',
  '\x1b[2J\x1b[H',
  '\x1b[5;10H',
  '\rover',
  '\x1b[K',
  'plain words ',
];

/** A terminal at each of its moments: output cut anywhere in characters and escape sequences, resizes and gaps between. */
function moments(seed: number, pieces: number, perPiece: number): TerminalState[] {
  const random = seeded(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  let state = emptyState;
  let offset = 0;
  const all: TerminalState[] = [];
  const take = (type: string, data: object) => {
    state = apply(state, { seq: all.length + 1, t_ms: all.length, type, data: { terminal: 0, ...data } } as Parameters<typeof apply>[1]);
    const shell = state.terminals.get(0);
    if (shell) all.push(shell);
  };
  const bytes = Array.from(new TextEncoder().encode(Array.from({ length: pieces * perPiece }, () => pick(words)).join('')));
  while (bytes.length > 0) {
    const cut = bytes.splice(0, 1 + Math.floor(random() * perPiece * 8));
    take('terminal.output', { offset, base64: btoa(String.fromCharCode(...cut)) });
    offset += cut.length;
    if (random() < 0.02) take('terminal.resize', { cols: 40 + Math.floor(random() * 80), rows: 10 + Math.floor(random() * 30) });
    if (random() < 0.01) offset += 7;
  }
  return all;
}

async function played(upTo: readonly TerminalState[]): Promise<string[]> {
  const shown = emulator();
  const screen = new TerminalScreen(shown, new TerminalHistory(emulator()));
  for (const moment of upTo) await screen.show(moment);
  return shown.lines();
}

test('the screen after any seeks is the screen after playing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const all = moments(seed, 60, 8);
      const shown = emulator();
      const screen = new TerminalScreen(shown, new TerminalHistory(emulator()));
      const random = seeded(seed);
      for (let seeks = 0; seeks < 5; seeks++) {
        const at = Math.floor(random() * all.length);
        await screen.show(all[at] ?? null);
        expect(shown.lines()).toEqual(await played(all.slice(0, at + 1)));
      }
    }),
    { numRuns: 8 },
  );
}, 60_000);

test('output that was cut anywhere, in characters and in escape sequences, makes the screen that it makes in one piece', async () => {
  const hard = [
    'é',
    '😀',
    '漢',
    '\x1b[38;2;1;2;3m',
    '\x1b]0;a title\x07',
    '\x1b[?25l',
    '\x1b(B',
    '\x1bP1$r0m\x1b\\\\',
    '\r\n',
    'word ',
    '\x1b[1;3H',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...hard), { minLength: 1, maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      fc.infiniteStream(fc.nat()),
      async (pieces, sizes, jumps) => {
        const bytes = new TextEncoder().encode(pieces.join(''));
        const all: TerminalState[] = [];
        let state = emptyState;
        for (let offset = 0; offset < bytes.length;) {
          const cut = bytes.subarray(offset, offset + (sizes[all.length % sizes.length] ?? 1));
          const data = { terminal: 0, offset, base64: btoa(String.fromCharCode(...cut)) };
          state = apply(state, { seq: all.length + 1, t_ms: offset, type: 'terminal.output', data });
          all.push(state.terminals.get(0) as TerminalState);
          offset += cut.length;
        }
        const whole = emulator();
        await new Promise<void>((resolve) => whole.write(bytes, resolve));
        const shown = emulator();
        const screen = new TerminalScreen(shown, new TerminalHistory(emulator()));
        // There and back, so that what is half done at one moment must not spoil another.
        for (let seeks = 0; seeks < 3; seeks++) await screen.show(all[(jumps.next().value as number) % all.length] ?? null);
        await screen.show(all.at(-1) ?? null);
        expect(shown.lines()).toEqual(whole.lines());
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('a long session is shown from kept screens, the same as from the start', async () => {
  const all = moments(5, 700, 60);
  const fed: number[] = [];
  const shown = emulator();
  const counted: SerializingEmulator = {
    ...shown,
    write: (data, done) => {
      fed.push(data.length);
      shown.write(data, done);
    },
  };
  const screen = new TerminalScreen(counted, new TerminalHistory(emulator()));
  const total = all.at(-1)?.bytes ?? 0;
  expect(total).toBeGreaterThan(150_000);
  await screen.show(all.at(-1) ?? null);
  for (const share of [0.2, 0.7, 0.45, 0.95]) {
    fed.length = 0;
    const at = Math.floor(all.length * share);
    await screen.show(all[at] ?? null);
    expect(fed.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
    expect(shown.lines()).toEqual(await played(all.slice(0, at + 1)));
  }
}, 60_000);

test('a newer moment replaces an older one that is still on its way', async () => {
  const all = moments(9, 300, 40);
  const shown = emulator();
  const screen = new TerminalScreen(shown, new TerminalHistory(emulator()));
  void screen.show(all.at(-1) ?? null);
  await screen.show(all[3] ?? null);
  expect(shown.lines()).toEqual(await played(all.slice(0, 4)));
  await screen.show(null);
  expect(shown.lines()).toEqual(emulator().lines());
}, 60_000);

test('output is settled where nothing is half done', () => {
  const settled = (text: string, before = true) => isSettled(new TextEncoder().encode(text), before);
  for (const whole of ['', 'plain', '\x1b[31m', 'a\x1b[0m $ ', '\x1b]0;title\x07', '\x1b]0;title\x1b\\', '\x1bc', '\x1b(B', 'é.'])
    expect([whole, settled(whole)]).toEqual([whole, true]);
  for (const half of ['\x1b', '\x1b[', '\x1b[3', '\x1b[3;', '\x1b]0;ti', '\x1b(', '\x1bPq', 'é'])
    expect([half, settled(half)]).toEqual([half, false]);
  expect([settled('more of a title', false), settled('\x07\x1b[0m', false), settled('', false)]).toEqual([false, true, false]);
});
