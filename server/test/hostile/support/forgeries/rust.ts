import { unsigned, type Forgeries } from './kind.js';

const expected = ['adds', 'lists::joins'];
const tests = `use sum::*;

mod lists {
    use super::*;

    #[test]
    fn joins() {
        assert_eq!(joined(&[1], &[2]), vec![1, 2]);
    }
}

#[test]
fn adds() {
    assert_eq!(sum(1, 2), 3);
}
`;

const manifest = { 'Cargo.toml': '[package]\nname = "sum"\nversion = "0.1.0"\nedition = "2021"\n' };
const zero = ({ sum = '0', more = '' }) => ({
  ...manifest,
  'src/lib.rs': `${more}
pub fn sum(_a: i32, _b: i32) -> i32 { ${sum} }
pub fn joined(_a: &[i32], _b: &[i32]) -> Vec<i32> { vec![] }
`,
});
const text = (value: string) => JSON.stringify(`${value}\n`);
const printed = `${expected.map((name) => `test ${name} ... ok\n`).join('')}\ntest result: ok. 2 passed; 0 failed\n`;

export const rust: Forgeries = {
  runtime: 'rust',
  tests: { 'tests/sum.rs': tests },
  expected,
  telling: 'lists::joins',
  honest: {
    ...manifest,
    'src/lib.rs': `pub fn sum(a: i32, b: i32) -> i32 { a + b }
pub fn joined(a: &[i32], b: &[i32]) -> Vec<i32> { [a, b].concat() }
`,
  },
  wrong: zero({}),
  broken: zero({ sum: '_a + c' }),
  complaint: 'cannot find value `c`',
  tricks: {
    'leaving with success from a function': zero({ sum: 'std::process::exit(0)' }),
    'becoming another program': zero({
      sum: `{ use std::os::unix::process::CommandExt; std::process::Command::new("true").exec(); 3 }`,
    }),
    'code that runs before main': zero({
      more: `extern "C" fn early() { std::process::exit(0) }
#[link_section = ".init_array"] #[used] pub static EARLY: extern "C" fn() = early;`,
    }),
    'assembly that runs before main': zero({
      more: `std::arch::global_asm!(".section .init_array,\\"aw\\"", ".quad early", ".text", "early: mov $60, %eax", "xor %edi, %edi", "syscall", options(att_syntax));`,
    }),
    'a library of its own': zero({ more: '#[link(name = ":../../workspace/early.o")] extern "C" {}' }),
    'printing what cargo test prints': zero({ sum: `{ print!(${text(printed)}); std::process::exit(0) }` }),
    'writing a report of its own': zero({
      sum: `{ use std::io::Write;
    for path in ["/run/report", "/proc/self/fd/3", "/proc/self/fd/4"] {
        if let Ok(mut file) = std::fs::OpenOptions::new().append(true).open(path) { let _ = file.write_all(${text(unsigned(expected))}.as_bytes()); }
    }
    std::process::exit(0) }`,
    }),
    'reading the nonce from the memory of the process': zero({
      sum: `{ if std::fs::File::open("/proc/self/mem").is_ok() { println!("GOT the memory"); } 0 }`,
    }),
    'unsafe code': zero({ more: '#![allow(unsafe_code)]', sum: 'unsafe { *(4096 as *const i32) }' }),
    'macros with the names of assertions': zero({
      more: `#[macro_export] macro_rules! assert_eq { ($($any:tt)*) => {} }`,
    }),
    'bringing tests of its own': { ...zero({}), 'tests/sum.rs': '#[test] fn adds() {}\nmod lists { #[test] fn joins() {} }\n' },
    'a build script and settings of cargo': {
      ...zero({}),
      'build.rs': 'fn main() { println!("GOT the compiler"); }',
      '.cargo/config.toml': '[build]\nrustc-wrapper = "/workspace/tool.sh"\n',
      'rust-toolchain.toml': '[toolchain]\npath = "/workspace"\n',
      'tool.sh': '#!/bin/sh\necho GOT the compiler\nexec "$@"\n',
    },
  },
};
