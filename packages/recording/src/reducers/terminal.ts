import type { Draft } from '../draft.js';
import { base64Bytes, newTerminal, type TerminalOp, type TerminalState } from '../terminal.js';
import type { Reducers } from './reducer.js';

export const terminal: Reducers = {
  'terminal.output': (draft, { seq, data }) => {
    let shell = get(draft, data.terminal);
    if (shell.exited) shell = restart(shell, seq, data.offset);
    const length = base64Bytes(data.base64);
    const end = data.offset + length;
    if (end <= shell.bytes) return;
    if (data.offset > shell.bytes) shell = push(shell, seq, { kind: 'gap', bytes: data.offset - shell.bytes });
    const skip = Math.max(0, shell.bytes - data.offset);
    put(draft, { ...push(shell, seq, { kind: 'output', base64: data.base64, skip }), bytes: end });
  },
  'terminal.resize': (draft, { seq, data }) => {
    const cols = within(data.cols);
    const rows = within(data.rows);
    const shell = get(draft, data.terminal);
    put(draft, { ...push(shell, seq, { kind: 'resize', cols, rows }), cols, rows });
  },
  'terminal.exit': (draft, { data }) => {
    put(draft, { ...get(draft, data.terminal), exited: true, code: data.code });
  },
};

type NewOp = TerminalOp extends infer O ? (O extends TerminalOp ? Omit<O, 'index' | 'seq' | 'before'> : never) : never;

const get = (draft: Draft, id: number) => draft.next.terminals.get(id) ?? newTerminal(id);
const put = (draft: Draft, shell: TerminalState) => void draft.own('terminals').set(shell.id, shell);

/** A shell that came after one that ended: its bytes count from where it says, on a clean screen. */
const restart = (shell: TerminalState, seq: number, offset: number): TerminalState => ({
  ...push(shell, seq, { kind: 'restart' }),
  bytes: offset,
  exited: false,
  code: null,
});

function push(shell: TerminalState, seq: number, op: NewOp): TerminalState {
  const last = { ...op, index: (shell.last?.index ?? 0) + 1, seq, before: shell.last } as TerminalOp;
  return { ...shell, last };
}

const within = (size: number) => Math.min(1000, Math.max(1, size));
