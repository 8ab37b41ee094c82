import type { SessionEvent } from '@interviewlm/protocol';
import { seeded } from './random.js';
import { SessionScript } from './script.js';

/** Names that break a careless player. */
export const hostilePaths = [
  '__proto__',
  'constructor',
  'a b',
  '../up',
  'a/\u202egnp.js',
  '<img src=x onerror=alert(1)>',
  'dir',
  'dir/one',
  'dir/two',
  '😀.ts',
];

/** Events with any well-formed content in any order: edits out of range, moves of nothing, repeated ids, clocks that go back. */
export function hostileEvents(count: number, seed: number): SessionEvent[] {
  const random = seeded(seed);
  const script = new SessionScript(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const path = () => pick(hostilePaths);
  const number = () => Math.floor(random() * 40);
  const text = () => pick(['', 'x', 'const a = 1;\n', '\ud83d', '\u0000\u001b[2J', 'é'.repeat(5)]);
  const makers = [
    () => script.emit({ type: 'file.create', data: { path: path(), content: text(), origin: pick(['editor', 'terminal', 'question']) } }),
    () => script.emit({ type: 'file.move', data: { from: path(), to: path(), origin: 'editor' } }),
    () => script.emit({ type: 'file.delete', data: { path: path(), origin: 'terminal' } }),
    () =>
      script.emit({
        type: 'file.write',
        data: {
          path: path(),
          version: number(),
          size: 1,
          sha256: '0'.repeat(64),
          origin: 'terminal',
          ...(random() < 0.5 ? { content: text() } : {}),
        },
      }),
    () => script.emit({ type: 'editor.open', data: { path: path() } }),
    () => script.emit({ type: 'editor.close', data: { path: path() } }),
    () => script.emit({ type: 'editor.cursor', data: { path: path(), offset: number() } }),
    () => script.emit({ type: 'editor.selection', data: { path: path(), start: number(), end: number() } }),
    ...Array.from(
      { length: 6 },
      () => () =>
        script.emit({
          type: 'editor.edit',
          data: { path: path(), version: 1, changes: [[number(), number(), text()]], origin: pick(['typed', 'undo', 'paste', 'accept']) },
        }),
    ),
    () =>
      script.emit({
        type: 'terminal.output',
        data: { terminal: number() % 2, offset: number(), base64: pick(['4pyT', '4pw=', 'kw==', 'G1sz', 'MW0=', 'not base64!']) },
      }),
    () => script.emit({ type: 'terminal.exit', data: { terminal: number() % 2, code: null } }),
    () => script.emit({ type: 'terminal.resize', data: { terminal: number() % 2, cols: number() * 1000, rows: 0 } }),
    () => script.emit({ type: 'chat.user', data: { message: pick(['m1', 'm2']), text: text() } }),
    () =>
      script.emit({
        type: 'chat.tool',
        data: { message: pick(['m1', 'm2']), id: 't', name: 'read_file', input_summary: '', status: 'done' },
      }),
    () => script.emit({ type: 'chat.decision', data: { proposal: 'p', path: path(), accepted: random() < 0.5 } }),
    () => script.emit({ type: 'tests.run', data: { run: 'r', kind: 'visible' } }),
    () => script.emit({ type: 'integrity.paste', data: { chars: number() } }),
  ];
  for (let made = 0; made < count; made++) {
    script.wait(Math.floor(random() * 900) - (random() < 0.1 ? 700 : 0));
    if (random() < 0.03) script.t = Math.max(0, script.t - 30_000);
    script.t = Math.max(0, script.t);
    pick(makers)();
  }
  return script.events;
}
