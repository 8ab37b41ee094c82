import { spawn } from '@lydell/node-pty';
import type { Pty } from '../../services/volumes/port.js';
import type { Launch } from './host.js';
import { killQuietly } from './processes.js';
import { TypedInput } from './typed-input.js';

export interface LocalPty extends Pty {
  readonly pid: number;
  /** Shown as if the shell had said it. */
  say(text: string): void;
}

export const shellEnv: Readonly<Record<string, string>> = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };

export function openPty(launch: Launch, size: { cols: number; rows: number }): LocalPty {
  const pty = spawn(launch.file, launch.args, { name: 'xterm-256color', ...size, cwd: '/', env: {}, encoding: null });
  const listeners = new Set<(data: Uint8Array) => void>();
  const input = new TypedInput(pty);
  let over = false;
  pty.onData((data) => {
    for (const listener of listeners) listener(asBytes(data));
  });
  pty.onExit(() => (over = true));
  return {
    pid: pty.pid,
    onData: (listener) => void listeners.add(listener),
    onExit: (listener) => void pty.onExit(({ exitCode, signal }) => listener(signal ? null : exitCode)),
    say: (text) => {
      for (const listener of listeners) listener(Buffer.from(`\r\n${text}\r\n`));
    },
    write: (data) => {
      if (!over) input.write(data);
    },
    resize: (cols, rows) => {
      if (!over) pty.resize(cols, rows);
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    kill: () => {
      if (!over) killQuietly(pty.pid);
    },
  };
}

// With `encoding: null` node-pty gives Buffers; its types only know strings.
const asBytes = (data: string | Uint8Array) => (typeof data === 'string' ? Buffer.from(data) : data);
