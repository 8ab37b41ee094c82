/** Numbers of the system calls that the filter looks at, from the kernel's tables. Where one has no number there, it doesn't exist. */
export interface SyscallTable {
  /** AUDIT_ARCH_*: what the kernel reports for a call of this architecture. */
  audit: number;
  refused: readonly number[];
  /** Answered "not implemented", so that libraries fall back to what they used before. */
  absent: readonly number[];
  clone: number;
  unshare: number;
  ioctl: number;
  socket: number;
  /** First number of a second calling convention to refuse as a whole (x32), if the architecture has one. */
  foreignFrom: number | null;
}

/** The same on every architecture since Linux 5.1. */
const recent = {
  pidfd_getfd: 438,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  mount_setattr: 442,
  quotactl_fd: 443,
  open_tree_attr: 467,
};
const newPlumbing = { io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, clone3: 435 };

const x64 = {
  ptrace: 101,
  process_vm_readv: 310,
  process_vm_writev: 311,
  kcmp: 312,
  add_key: 248,
  request_key: 249,
  keyctl: 250,
  bpf: 321,
  perf_event_open: 298,
  userfaultfd: 323,
  mount: 165,
  umount2: 166,
  pivot_root: 155,
  chroot: 161,
  setns: 308,
  swapon: 167,
  swapoff: 168,
  reboot: 169,
  sethostname: 170,
  setdomainname: 171,
  iopl: 172,
  ioperm: 173,
  modify_ldt: 154,
  init_module: 175,
  delete_module: 176,
  finit_module: 313,
  kexec_load: 246,
  kexec_file_load: 320,
  name_to_handle_at: 303,
  open_by_handle_at: 304,
  acct: 163,
  settimeofday: 164,
  clock_settime: 227,
  adjtimex: 159,
  clock_adjtime: 305,
  quotactl: 179,
  syslog: 103,
  lookup_dcookie: 212,
  vhangup: 153,
  personality: 135,
  uselib: 134,
  mbind: 237,
  set_mempolicy: 238,
  migrate_pages: 256,
  move_pages: 279,
  fanotify_init: 300,
};

const arm64 = {
  ptrace: 117,
  process_vm_readv: 270,
  process_vm_writev: 271,
  kcmp: 272,
  add_key: 217,
  request_key: 218,
  keyctl: 219,
  bpf: 280,
  perf_event_open: 241,
  userfaultfd: 282,
  mount: 40,
  umount2: 39,
  pivot_root: 41,
  chroot: 51,
  setns: 268,
  swapon: 224,
  swapoff: 225,
  reboot: 142,
  sethostname: 161,
  setdomainname: 162,
  init_module: 105,
  delete_module: 106,
  finit_module: 273,
  kexec_load: 104,
  kexec_file_load: 294,
  name_to_handle_at: 264,
  open_by_handle_at: 265,
  acct: 89,
  settimeofday: 170,
  clock_settime: 112,
  adjtimex: 171,
  clock_adjtime: 266,
  quotactl: 60,
  syslog: 116,
  lookup_dcookie: 18,
  vhangup: 58,
  personality: 92,
  mbind: 235,
  set_mempolicy: 237,
  migrate_pages: 238,
  move_pages: 239,
  fanotify_init: 262,
};

export const syscallTables: Readonly<Record<string, SyscallTable>> = {
  x64: {
    audit: 0xc000003e,
    refused: Object.values({ ...x64, ...recent }),
    absent: Object.values(newPlumbing),
    clone: 56,
    unshare: 272,
    ioctl: 16,
    socket: 41,
    foreignFrom: 0x40000000,
  },
  arm64: {
    audit: 0xc00000b7,
    refused: Object.values({ ...arm64, ...recent }),
    absent: Object.values(newPlumbing),
    clone: 220,
    unshare: 97,
    ioctl: 29,
    socket: 198,
    foreignFrom: null,
  },
};
