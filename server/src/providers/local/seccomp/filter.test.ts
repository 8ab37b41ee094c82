import { describe, expect, test } from 'vitest';
import { seccompFilter } from './filter.js';
import { syscallTables, type SyscallTable } from './syscalls.js';

const answers = { allow: 0x7fff0000, kill: 0x80000000, noRight: 0x00050001, absent: 0x00050026, noFamily: 0x00050061 };

/** What the kernel would answer: runs the program over one call, as `seccomp(2)` describes. */
function answer(program: Buffer, audit: number, number: number, args: readonly number[] = []): number {
  const data = new Map([[0, number], [4, audit], ...args.map((value, index): [number, number] => [16 + index * 8, value])]);
  let accumulator = 0;
  for (let at = 0; at < program.length / 8; at++) {
    const [code, ifTrue, ifFalse, k] = [
      program.readUInt16LE(at * 8),
      program[at * 8 + 2] ?? 0,
      program[at * 8 + 3] ?? 0,
      program.readUInt32LE(at * 8 + 4),
    ];
    if (code === 0x06) return k;
    if (code === 0x20) accumulator = (data.get(k) ?? 0) >>> 0;
    else if (code === 0x15) at += accumulator === k ? ifTrue : ifFalse;
    else if (code === 0x35) at += accumulator >= k ? ifTrue : ifFalse;
    else if (code === 0x45) at += (accumulator & k) !== 0 ? ifTrue : ifFalse;
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('the program ends without an answer');
}

/** A few calls that every program makes: read, write, openat, execve, exit_group. */
const everyday: Record<string, number[]> = { x64: [0, 1, 257, 59, 231], arm64: [63, 64, 56, 221, 94] };

describe.each(Object.entries(syscallTables))('the filter for %s', (arch, table: SyscallTable) => {
  const program = seccompFilter(table);
  const ask = (number: number, ...args: number[]) => answer(program, table.audit, number, args);

  test('everyday calls pass', () => {
    for (const number of everyday[arch] ?? []) expect(ask(number)).toBe(answers.allow);
    expect(everyday[arch]).toHaveLength(5);
  });

  test('refused and absent calls do not', () => {
    for (const number of table.refused) expect(ask(number)).toBe(answers.noRight);
    for (const number of table.absent) expect(ask(number)).toBe(answers.absent);
    expect(new Set([...table.refused, ...table.absent]).size).toBe(table.refused.length + table.absent.length);
  });

  test('another architecture ends the process', () => {
    expect(answer(program, 0x40000003, everyday[arch]?.[0] ?? 0)).toBe(answers.kill);
  });

  if (table.foreignFrom !== null)
    test('the second calling convention is not there', () => {
      expect(ask((table.foreignFrom ?? 0) + 1)).toBe(answers.absent);
    });

  test('clone makes threads and processes, not namespaces', () => {
    expect(ask(table.clone, 17)).toBe(answers.allow);
    expect(ask(table.clone, 0x003d0f00)).toBe(answers.allow);
    for (const flag of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(ask(table.clone, flag | 17)).toBe(answers.noRight);
      expect(ask(table.unshare, flag)).toBe(answers.noRight);
    }
  });

  test('terminals are used, not tricked', () => {
    expect(ask(table.ioctl, 0, 0x5401)).toBe(answers.allow);
    for (const request of [0x5412, 0x541c, 0x541d, 0x5423]) expect(ask(table.ioctl, 0, request)).toBe(answers.noRight);
  });

  test('sockets of four families', () => {
    const allowed = Array.from({ length: 64 }, (_, family) => family).filter((family) => ask(table.socket, family) === answers.allow);
    expect(allowed).toEqual([1, 2, 10, 16]);
    expect(ask(table.socket, 40)).toBe(answers.noFamily);
  });

  test('no jump is longer than the format allows', () => {
    expect(program.length % 8).toBe(0);
    expect(program.length / 8).toBeLessThan(4096);
  });
});
