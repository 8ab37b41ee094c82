import type { SyscallTable } from './syscalls.js';

/**
 * The seccomp program (classic BPF, as `bwrap --seccomp` takes it) for one architecture: refuses what code in an interview never needs and
 * what has let programs out of sandboxes before. Everything else is allowed; namespaces and rights do the rest.
 */
export function seccompFilter(table: SyscallTable): Buffer {
  return assemble([
    load(offsets.arch),
    ...unless(table.audit, act.kill),
    load(offsets.number),
    ...(table.foreignFrom === null ? [] : [jump(op.atLeast, table.foreignFrom, 0, 1), ret(act.fail(ENOSYS))]),
    ...table.refused.flatMap((number) => when(number, [ret(act.fail(EPERM))])),
    ...table.absent.flatMap((number) => when(number, [ret(act.fail(ENOSYS))])),
    ...[table.clone, table.unshare].flatMap((number) => when(number, refuseNamespaces)),
    ...when(table.ioctl, refuseTerminalTricks),
    ...when(table.socket, allowSocketFamilies),
    ret(act.allow),
  ]);
}

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, k: number];

const op = { load: 0x20, equal: 0x15, atLeast: 0x35, anyBit: 0x45, ret: 0x06 };
const act = { allow: 0x7fff0000, kill: 0x80000000, fail: (errno: number) => 0x00050000 | errno };
const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97];

/** In `struct seccomp_data`. Arguments are 64 bits wide, little-endian; the flags looked at here are in the lower halves. */
const offsets = { number: 0, arch: 4, firstArgument: 16, secondArgument: 24 };

const load = (offset: number): Instruction => [op.load, 0, 0, offset];
const jump = (code: number, k: number, ifTrue: number, ifFalse: number): Instruction => [code, ifTrue, ifFalse, k];
const ret = (action: number): Instruction => [op.ret, 0, 0, action];

/** The block runs for one call number and must return: the number isn't loaded any more after it. */
const when = (number: number, block: readonly Instruction[]): Instruction[] => [jump(op.equal, number, 0, block.length), ...block];
const unless = (value: number, action: number): Instruction[] => [jump(op.equal, value, 1, 0), ret(action)];

// CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. The first is part of clone's signal byte: only unshare reads it.
const namespaceFlags = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
const refuseNamespaces = [load(offsets.firstArgument), jump(op.anyBit, namespaceFlags, 0, 1), ret(act.fail(EPERM)), ret(act.allow)];

/** Typing into somebody else's terminal (TIOCSTI), pasting through the console (TIOCLINUX), taking it over (TIOCCONS), line disciplines (TIOCSETD). */
const terminalTricks = [0x5412, 0x541c, 0x541d, 0x5423];
const refuseTerminalTricks = [
  load(offsets.secondArgument),
  ...terminalTricks.flatMap((request) => [jump(op.equal, request, 0, 1), ret(act.fail(EPERM))]),
  ret(act.allow),
];

/** AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK (the C library lists interfaces with it) live in the sandbox's own network; AF_VSOCK and others don't. */
const socketFamilies = [1, 2, 10, 16];
const allowSocketFamilies = [
  load(offsets.firstArgument),
  ...socketFamilies.flatMap((family) => [jump(op.equal, family, 0, 1), ret(act.allow)]),
  ret(act.fail(EAFNOSUPPORT)),
];

function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, k], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
