import { SessionScript, type Recording } from './script.js';

/**
 * A long interview of exactly `events` events over `minutes`: mostly keys and cursor moves in six files, with undo, saves,
 * terminal output, runs and chat between them. The same for the same numbers.
 */
export function longSession(events: number, minutes: number, seed = 3): Recording {
  const script = new SessionScript(seed);
  const paths = Array.from({ length: 6 }, (_, index) => `src/module-${index}.ts`);
  const body = (path: string) => Array.from({ length: 120 }, (_, line) => `export const value${line} = '${path} ${line}';`).join('\n');
  script.start('qst_01hzy3v7k8m9n0p1q2r3s4t5v6', 'A long one', 'Write a lot.', Object.fromEntries(paths.map((path) => [path, body(path)])));
  const gap = (minutes * 60_000) / events;
  let path = paths[0] ?? '';
  let at = 0;
  while (script.events.length < events) {
    script.wait(gap);
    const dice = script.random();
    if (dice < 0.72) at = type(script, path, at);
    else if (dice < 0.9) script.emit({ type: 'editor.cursor', data: { path, offset: at } });
    else if (dice < 0.97) script.print(`\x1b[3${script.events.length % 8}mline ${script.events.length}\x1b[0m — ok ✓\r\n`);
    else if (dice < 0.985) script.save(path);
    else {
      path = paths[Math.floor(script.random() * paths.length)] ?? path;
      at = Math.floor(script.random() * (script.files.get(path) ?? '').length);
      script.emit({ type: 'editor.open', data: { path } });
    }
  }
  return script.finish('A long one', 'Long Session');
}

function type(script: SessionScript, path: string, at: number): number {
  const length = (script.files.get(path) ?? '').length;
  const offset = Math.min(at, length);
  if (script.random() < 0.12 && offset > 0) {
    script.edit(path, [[offset - 1, 1, '']], script.random() < 0.2 ? 'undo' : 'typed');
    return offset - 1;
  }
  const key = script.random() < 0.03 ? '\n  ' : 'abcdefgh (){};=>'.charAt(Math.floor(script.random() * 16));
  script.edit(path, [[offset, 0, key]]);
  return offset + key.length;
}
