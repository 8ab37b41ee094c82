import type { RunOptions } from '../../contract/volumes/kit.js';
import type { RunEvent } from '../../../src/services/volumes/port.js';

type Reason = Extract<RunEvent, { type: 'exit' }>['reason'];

export interface Program {
  /** What it is an example of, in the table. */
  family: string;
  name: string;
  argv: string[];
  ends: Reason;
  /** Exit code, where the program comes to its own end. */
  code?: number;
  stdout?: RegExp;
  options?: RunOptions;
}

const node = (script: string) => ['node', '-e', script];
const python = (script: string) => ['python3', '-c', script];
const bash = (script: string) => ['bash', '-c', script];
const seconds = (wall: number): RunOptions => ({ limits: { wall_ms: wall * 1000 } });

/** Programs that take more than they may, and how each must end. */
export const bombs: Program[] = [
  { family: 'time', name: 'an endless loop', argv: node('for (;;);'), ends: 'timed_out', options: seconds(1.5) },
  { family: 'time', name: 'an endless sleep', argv: ['sleep', 'infinity'], ends: 'timed_out', options: seconds(1) },
  {
    family: 'signals ignored',
    name: 'SIGTERM, SIGINT and SIGHUP ignored',
    argv: bash("trap '' TERM INT HUP QUIT; while :; do sleep 1; done"),
    ends: 'timed_out',
    options: seconds(1.5),
  },
  {
    family: 'fork bombs',
    name: 'a fork bomb that is waited for',
    argv: python('import os,time\nwhile True:\n  try: os.fork()\n  except OSError: time.sleep(.001)'),
    ends: 'too_many_processes',
  },
  { family: 'fork bombs', name: 'a fork bomb in the shell', argv: bash('b() { b | b & }; b; wait; sleep 30'), ends: 'too_many_processes' },
  {
    family: 'thread bombs',
    name: 'a thread bomb',
    argv: python(
      'import threading,time\nwhile True:\n  try: threading.Thread(target=time.sleep,args=(99,)).start()\n  except RuntimeError: time.sleep(.001)',
    ),
    ends: 'too_many_processes',
  },
  {
    family: 'memory bombs',
    name: 'memory without end',
    argv: python('x = []\nwhile True: x.append(bytearray(8 << 20))'),
    ends: 'out_of_memory',
  },
  {
    family: 'memory bombs',
    name: 'memory without end in Node',
    argv: node('const x = []; for (;;) x.push(Buffer.alloc(8 << 20, 1))'),
    ends: 'out_of_memory',
  },
  {
    family: 'memory bombs',
    name: 'memory by many children',
    argv: python(
      'import os,time\nfor i in range(20):\n  if os.fork() == 0:\n    x = bytearray(64 << 20); time.sleep(20)\nos.wait(); time.sleep(20)',
    ),
    ends: 'out_of_memory',
  },
  {
    family: 'disk bombs',
    name: '/dev/shm filled',
    argv: bash('head -c 1G /dev/zero > /dev/shm/x; stat -c %s /dev/shm/x'),
    ends: 'exited',
    code: 0,
    stdout: /^16777216\n$/,
  },
  {
    family: 'disk bombs',
    name: '/tmp filled',
    argv: bash('head -c 1G /dev/zero > /tmp/x; stat -c %s /tmp/x'),
    ends: 'exited',
    code: 0,
    stdout: /^67108864\n$/,
  },
  { family: 'disk bombs', name: 'the disk filled', argv: bash('head -c 1G /dev/zero > x || { sleep .3; exit 1; }'), ends: 'disk_full' },
  {
    family: 'disk bombs',
    name: 'the disk filled with many files',
    argv: bash('for i in {1..100}; do head -c 4M /dev/zero > $i; done; sleep .3; exit 1'),
    ends: 'disk_full',
  },
  {
    family: 'inode bombs',
    name: 'files without content, without end',
    argv: python('i = 0\nwhile True:\n  open(f"f{i}", "w").close(); i += 1'),
    ends: 'out_of_memory',
    options: { limits: { wall_ms: 60_000 } },
  },
  { family: 'output bombs', name: '1 GB of output', argv: bash('head -c 1G /dev/zero'), ends: 'output_limit' },
  { family: 'output bombs', name: '1 GB of errors', argv: bash('yes >&2'), ends: 'output_limit' },
  {
    family: 'output bombs',
    name: 'output without a reader behind it',
    argv: bash('head -c 20M /dev/zero; exit 0'),
    ends: 'output_limit',
    options: { limits: { output_bytes: 1024 } },
  },
  {
    family: 'output bombs',
    name: 'a report without end',
    argv: ['bash', '-c', 'yes > "$0"', '{report}'],
    ends: 'timed_out',
    options: seconds(1.5),
  },
  { family: 'FIFOs', name: 'a pipe nobody writes to', argv: bash('mkfifo p; cat p'), ends: 'timed_out', options: seconds(1) },
];

/** Programs that look for a way out: each must fail at it, say so on its output and end by itself. */
export const escapes: Program[] = [
  {
    family: '/proc',
    name: 'the environment of every process',
    argv: bash("cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -c INTERVIEWLM_SECRET"),
    ends: 'exited',
    code: 1,
    stdout: /^0\n$/,
  },
  {
    family: '/proc',
    name: 'the environment of pid 1',
    argv: bash("tr '\\0' '\\n' < /proc/1/environ | grep -v -e ^PWD= -e ^SHLVL= -e ^_=; true"),
    ends: 'exited',
    stdout: /^$/,
  },
  { family: '/proc', name: 'processes of the host', argv: bash('ls -d /proc/[0-9]* | wc -l'), ends: 'exited', stdout: /^[3-6]\n$/ },
  {
    family: 'pid 1',
    name: 'pid 1 killed',
    argv: bash('kill -9 1; kill -9 -1; sleep .2; echo still here'),
    ends: 'exited',
    stdout: /^(still here\n)?$/,
  },
  {
    family: 'inherited descriptors',
    name: 'descriptors that were left open',
    argv: node(
      'console.log(require("fs").readdirSync("/proc/self/fd").filter((fd) => { try { return require("fs").fstatSync(+fd).isSocket() || /host|hostile/.test(require("fs").readlinkSync("/proc/self/fd/" + fd)) } catch { return false } }).length)',
    ),
    ends: 'exited',
    stdout: /^0\n$/,
  },
  {
    family: 'files of the host',
    name: 'files of the host',
    argv: bash('ls -d /root /home /var /srv /boot /mnt /media /sys /work 2>/dev/null | wc -l; cat /etc/shadow 2>/dev/null'),
    ends: 'exited',
    code: 1,
    stdout: /^0\n$/,
  },
  {
    family: 'files of the host',
    name: 'writing outside',
    argv: bash(
      'for d in / /usr /usr/bin /usr/local /etc /opt /opt/node/bin /dev /proc /proc/sys/kernel; do touch $d/x 2>/dev/null && echo $d; done; true',
    ),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'files of the host',
    name: 'writing over Node',
    argv: bash('cp /bin/true /opt/node/bin/node 2>/dev/null || chmod 777 /opt/node/bin/node 2>/dev/null || echo no'),
    ends: 'exited',
    stdout: /^no\n$/,
  },
  {
    family: 'mounts',
    name: 'mounts undone',
    argv: bash(
      'umount /etc /usr /workspace 2>/dev/null || mount -t tmpfs x /tmp 2>/dev/null || mount -o remount,rw /usr 2>/dev/null || echo no',
    ),
    ends: 'exited',
    stdout: /^no\n$/,
  },
  {
    family: 'namespaces',
    name: 'a namespace of its own',
    argv: bash(
      'for n in -U -m -p -n -i -u -C -T; do unshare $n true 2>/dev/null && echo $n; unshare -Ur $n true 2>/dev/null && echo $n; done; true',
    ),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'namespaces',
    name: 'another sandbox in the sandbox',
    argv: bash('bwrap --unshare-all --ro-bind / / true 2>/dev/null && echo yes; true'),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'rights',
    name: 'more rights by set-user-id programs',
    argv: bash(
      'for p in su sudo mount passwd newgrp chsh; do command -v $p >/dev/null && $p -c id 2>/dev/null </dev/null; done; grep CapEff /proc/self/status',
    ),
    ends: 'exited',
    stdout: /^CapEff:\t0+\n$/,
  },
  {
    family: 'devices',
    name: 'device nodes',
    argv: bash(
      'mknod disk b 254 0 2>/dev/null && cat disk; mknod mem c 1 1 2>/dev/null && cat mem; ls /dev/sda /dev/vda /dev/mem /dev/kmsg /dev/kvm /dev/loop0 2>/dev/null; true',
    ),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: '/proc',
    name: 'the kernel log and settings',
    argv: bash('dmesg 2>/dev/null; echo 1 2>/dev/null > /proc/sys/kernel/sysrq; echo b 2>/dev/null > /proc/sysrq-trigger; true'),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'limits lifted',
    name: 'its own control group',
    argv: bash('ls /sys/fs/cgroup 2>/dev/null; true'),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'limits lifted',
    name: 'a higher limit',
    argv: bash(
      'ulimit -u unlimited 2>/dev/null && echo u; ulimit -f unlimited 2>/dev/null && echo f; ulimit -n 100000 2>/dev/null && echo n; ulimit -c unlimited 2>/dev/null && echo c; true',
    ),
    ends: 'exited',
    stdout: /^$/,
  },
  { family: 'limits lifted', name: 'a core dump', argv: bash('ulimit -c; kill -SEGV $$; sleep 1'), ends: 'exited', stdout: /^0\n$/ },
  {
    family: 'ptrace and system calls',
    name: 'refused system calls',
    argv: python(`
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *args):
    ctypes.set_errno(0)
    result = libc.syscall(*args) if isinstance(args[0], int) else args[0](*args[1:])
    if result != -1 or ctypes.get_errno() not in (1, 38): print(name, result, ctypes.get_errno())
call('ptrace', libc.ptrace, 0, 0, 0, 0)
call('unshare', libc.unshare, 0x10000000)
call('setns', libc.setns, 0, 0)
call('mount', libc.mount, b'x', b'/tmp', b'tmpfs', 0, None)
call('umount', libc.umount2, b'/tmp', 2)
call('chroot', libc.chroot, b'/tmp')
call('personality', libc.personality, 0x0040000)
call('process_vm_readv', libc.process_vm_readv, 1, None, 0, None, 0, 0)
call('name_to_handle_at', libc.name_to_handle_at, -100, b'/', None, None, 0)
call('fanotify', libc.fanotify_init, 0, 0)
call('sethostname', libc.sethostname, b'x', 1)
for number in (425, 426, 427, 428, 429, 430, 431, 432, 433, 435, 438, 442, 443): call(number, number, 0, 0, 0, 0, 0, 0)
print('end')`),
    ends: 'exited',
    stdout: /^end\n$/,
  },
  {
    family: 'io_uring',
    name: 'a ring of system calls that no filter sees',
    argv: python(
      'import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nring = ctypes.create_string_buffer(120)\nprint(libc.syscall(425, 8, ring), ctypes.get_errno())',
    ),
    ends: 'exited',
    stdout: /^-1 38\n$/,
  },
  {
    family: 'ptrace and system calls',
    name: 'the first process, which is ours, taken over',
    argv: bash('grep -h -e ^Seccomp: -e ^NoNewPrivs -e ^CapEff /proc/1/status'),
    ends: 'exited',
    code: 0,
    stdout: /^CapEff:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2\n$/,
  },
  {
    family: '/proc',
    name: 'the root and folder of other processes',
    argv: bash(
      "for p in /proc/[0-9]*; do for l in root cwd exe; do readlink $p/$l; done; ls $p/root/root $p/root/home $p/map_files; done 2>/dev/null | grep -c -e interviewlm -e hostile- -e '/work$'; true",
    ),
    ends: 'exited',
    stdout: /^0\n$/,
  },
  {
    family: 'symbolic links',
    name: 'a link out of the workspace, followed inside',
    argv: bash('ln -s / all; ln -s /etc/shadow s; ls all/home all/root 2>/dev/null; cat s 2>/dev/null; ls -d all/work 2>/dev/null; true'),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'hard links',
    name: 'a hard link to a file of the system',
    argv: bash('for f in /etc/passwd /usr/bin/su /opt/node/bin/node /proc/1/environ; do ln $f mine 2>/dev/null && echo $f; done; true'),
    ends: 'exited',
    stdout: /^$/,
  },
  {
    family: 'network',
    name: 'sockets of every family',
    argv: python(`
import socket
for family in range(64):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try: socket.socket(family, kind).close()
        except OSError: continue
        if family not in (1, 2, 10, 16): print(family, kind)
print('end')`),
    ends: 'exited',
    stdout: /^end\n$/,
  },
  {
    family: 'network',
    name: 'the network',
    argv: python(`
import socket
def attempt(name, family, kind, address):
    s = socket.socket(family, kind); s.settimeout(2)
    try: s.connect(address); s.send(b'x'); print(name)
    except OSError: pass
attempt('tcp', socket.AF_INET, socket.SOCK_STREAM, ('1.1.1.1', 53))
attempt('udp', socket.AF_INET, socket.SOCK_DGRAM, ('1.1.1.1', 53))
attempt('metadata', socket.AF_INET, socket.SOCK_STREAM, ('169.254.169.254', 80))
attempt('tcp6', socket.AF_INET6, socket.SOCK_STREAM, ('2606:4700:4700::1111', 53))
print(sorted(name for _, name in socket.if_nameindex()))
try: socket.getaddrinfo('example.com', 80); print('resolved')
except OSError: pass`),
    ends: 'exited',
    stdout: /^\['lo'\]\n$/,
  },
  {
    family: 'network',
    name: 'its own loopback works',
    argv: node(
      'const net = require("net"); const s = net.createServer((c) => c.end("hi")).listen(0, "127.0.0.1", () => net.connect(s.address().port, "127.0.0.1").on("data", (d) => { console.log(String(d)); process.exit() }))',
    ),
    ends: 'exited',
    stdout: /^hi\n$/,
  },
  {
    family: 'terminals',
    name: 'another session typed into',
    argv: python(
      'import fcntl\nfor request in (0x5412, 0x541c, 0x541d):\n  try: fcntl.ioctl(0, request, b"x"); print(request)\n  except OSError: pass\nprint("end")',
    ),
    ends: 'exited',
    stdout: /^end\n$/,
  },
  {
    family: 'rights',
    name: 'who it is',
    argv: bash('id -u; id -g; hostname; pwd; echo $HOME $TMPDIR; umask'),
    ends: 'exited',
    stdout: /^1000\n1000\nsandbox\n\/workspace\n\/workspace \/tmp\n0022\n$/,
  },
];
