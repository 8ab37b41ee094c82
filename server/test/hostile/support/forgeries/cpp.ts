import { junit, unsigned, type Forgeries } from './kind.js';

const expected = ['adds', 'adds lists'];
const header = `#pragma once
#include <vector>
int sum(int a, int b);
std::vector<int> joined(const std::vector<int>& a, const std::vector<int>& b);
`;
const zero = `#include "sum.hpp"
int sum(int, int) { return 0; }
std::vector<int> joined(const std::vector<int>&, const std::vector<int>&) { return {}; }
`;
const solution = (source: string, more = header) => ({ 'sum.hpp': more, 'sum.cpp': source });
/** Wrong answers, and something that runs before `main`. */
const early = (statements: string, before = '') =>
  solution(`${before}\n${zero}\n__attribute__((constructor)) static void early() { ${statements} }`);
const bytes = (text: string) => JSON.stringify(`${text}\n`);

export const cpp: Forgeries = {
  runtime: 'cpp',
  tests: {
    'sum_test.cpp': `#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include "sum.hpp"
TEST_CASE("adds") { REQUIRE(sum(1, 2) == 3); }
TEST_CASE("adds lists") { REQUIRE(joined({1}, {2}) == std::vector<int>{1, 2}); }
`,
  },
  expected,
  telling: 'adds lists',
  honest: solution(`#include "sum.hpp"
int sum(int a, int b) { return a + b; }
std::vector<int> joined(const std::vector<int>& a, const std::vector<int>& b) { auto all = a; all.insert(all.end(), b.begin(), b.end()); return all; }
`),
  wrong: solution(zero),
  broken: solution(`#include "sum.hpp"\nint sum(int a, int b) { return a + c; }`),
  complaint: `'c' was not declared`,
  tricks: {
    'leaving with success from a function': solution(`#include <cstdlib>
${zero.replace('return 0;', 'std::_Exit(0);')}`),
    'leaving with success from a constructor': early('_exit(0);', '#include <unistd.h>'),
    'leaving before main, from .preinit_array': solution(`#include <unistd.h>
${zero}
static void early() { _exit(0); }
__attribute__((section(".preinit_array"), used)) static void (*first)() = early;`),
    'printing JUnit XML': early(
      `std::cout << ${bytes(junit(expected))} << std::flush; std::_Exit(0);`,
      '#include <iostream>\n#include <cstdlib>',
    ),
    'writing a report of its own': early(
      `const char text[] = ${bytes(unsigned(expected))};
  for (int fd = 1; fd < 64; fd++) if (write(fd, text, sizeof text - 1) < 0) continue;
  int fd = open("/run/report", O_WRONLY | O_APPEND); if (write(fd, text, sizeof text - 1) > 0) _exit(0);`,
      '#include <fcntl.h>\n#include <unistd.h>',
    ),
    'reading the nonce from standard input': early(
      `char text[80] = {}; if (read(0, text, 64) > 0) std::cout << "GOT " << text << std::flush;`,
      '#include <iostream>\n#include <unistd.h>',
    ),
    'reading the nonce from the memory of the process': early(
      `if (open("/proc/self/mem", O_RDONLY) >= 0) std::cout << "GOT the memory" << std::flush;`,
      '#include <fcntl.h>\n#include <iostream>',
    ),
    'compiling the nonce into the program': solution(`${zero}
asm(".section .rodata\\nstolen: .incbin \\"/proc/self/fd/0\\"\\n.incbin \\"/proc/2/fd/0\\"\\n.text");`),
    'bringing tests of its own': {
      ...solution(zero),
      'sum_test.cpp': '#include <catch2/catch.hpp>\nTEST_CASE("adds") {}\nTEST_CASE("adds lists") {}\n',
      'more_test.cpp': '#include <catch2/catch.hpp>\nTEST_CASE("adds") {}\nTEST_CASE("adds lists") {}\n',
    },
    'redefining REQUIRE in its header': solution(zero, `${header}#undef REQUIRE\n#define REQUIRE(...) ((void)0)\n`),
    'swallowing the results of assertions': solution(`#include <catch2/catch.hpp>
${zero}
namespace { struct Early { Early() { Catch::getCurrentMutableContext().setResultCapture(nullptr); } } early; }`),
    'defining functions of Catch2 itself': solution(`#include <catch2/catch.hpp>
${zero}
namespace Catch { void AssertionHandler::handleExpr(ITransientExpression const&) {} bool isOk(ResultWas::OfType) { return true; } }`),
    'replacing functions of the C library': solution(`#include <cstring>
${zero}
extern "C" int memcmp(const void*, const void*, std::size_t) noexcept { return 0; }
extern "C" long write(int, const void*, std::size_t size) { return size; }`),
  },
};
