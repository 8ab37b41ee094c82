import { unsigned, type Forgeries } from './kind.js';

const expected = ['TestAdds', 'TestJoins/lists', 'TestJoins'];
const tests = `package sum

import (
	"reflect"
	"testing"
)

var cases = []struct {
	name    string
	a, b    []int
	want    []int
}{{"lists", []int{1}, []int{2}, []int{1, 2}}}

func TestAdds(t *testing.T) {
	if got := Sum(1, 2); got != 3 {
		t.Errorf("Sum(1, 2) = %d, want 3", got)
	}
}

func TestJoins(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if got := Joined(tc.a, tc.b); !reflect.DeepEqual(got, tc.want) {
				t.Fatalf("Joined(%v, %v) = %v, want %v", tc.a, tc.b, got, tc.want)
			}
		})
	}
}
`;

const module = { 'go.mod': 'module example.org/sum\n\ngo 1.18\n' };
const zero = (imports: string[] = [], first = '', sum = '0') => ({
  ...module,
  'sum.go': `package sum
${imports.map((name) => `import ${name.replace(/\S+$/, '"$&"')}\n`).join('')}
func Sum(a, b int) int { return ${sum} }
func Joined(a, b []int) []int { return nil }
${first}
`,
});
const early = (statements: string, ...imports: string[]) => zero(imports, `func init() {\n${statements}\n}`);

const events = [...expected.map((Test) => ({ Action: 'pass', Test, Elapsed: 0 })), { Action: 'pass', Elapsed: 0 }]
  .map((event) => JSON.stringify({ ...event, Package: 'example.org/sum' }))
  .join('\n');

export const go: Forgeries = {
  runtime: 'go',
  tests: { 'sum_test.go': tests },
  expected,
  telling: 'TestJoins/lists',
  honest: {
    ...module,
    'sum.go':
      'package sum\n\nfunc Sum(a, b int) int { return a + b }\nfunc Joined(a, b []int) []int { return append(append([]int{}, a...), b...) }\n',
  },
  wrong: zero(),
  broken: zero([], '', 'a + c'),
  complaint: 'undefined: c',
  tricks: {
    'leaving with success from a function': zero(['os'], 'func leave() int { os.Exit(0); return 3 }', 'leave()'),
    'leaving with success from init': early('os.Exit(0)', 'os'),
    'printing what go test prints': early(`os.Stdout.WriteString(${JSON.stringify(`${events}\nPASS\nok\n`)}); os.Exit(0)`, 'os'),
    'writing a report of its own': early(
      `text := []byte(${JSON.stringify(`${unsigned(expected)}\n`)})
	if file, err := os.OpenFile("/run/report", os.O_WRONLY|os.O_APPEND, 0); err == nil { file.Write(text) }
	for fd := uintptr(3); fd < 20; fd++ { os.NewFile(fd, "report").Write(text) }
	os.Exit(0)`,
      'os',
    ),
    'reading the nonce from standard input in a package of its own': {
      ...zero(['_ example.org/sum/a']),
      'a/a.go': `package a

import (
	"fmt"
	"os"
)

func init() {
	text := make([]byte, 64)
	if n, _ := os.Stdin.Read(text); n > 0 { fmt.Println("GOT", string(text[:n])) }
}
`,
    },
    'reading the nonce from the memory of the process': early(
      `if _, err := os.Open("/proc/self/mem"); err == nil { fmt.Println("GOT the memory") }`,
      'fmt',
      'os',
    ),
    'unsafe pointers': early('p := 1; _ = *(*byte)(unsafe.Pointer(&p))', 'unsafe'),
    'emptying the table of the tests': early('cases = nil'),
    'declaring true anew': zero([], 'const true = 1 < 0'),
    'calling the TestMain of the tests with nothing': early('TestMain(nil)'),
    'switching the tests off by their flags': early(
      'for _, one := range [][2]string{{"test.count", "0"}, {"test.run", "^$"}, {"test.list", "."}} { flag.Set(one[0], one[1]) }',
      'flag',
    ),
    'bringing tests of its own': {
      ...zero(),
      'sum_test.go': tests.replaceAll(/t\.(Errorf|Fatalf)\(.*\)/g, 't.Log()').replace('Sum(1, 2); got != 3', '0; got != 0'),
      'more_test.go': 'package sum\n\nimport "os"\n\nfunc init() { os.Exit(0) }\n',
    },
    'a tool of its own for the compiler': {
      ...zero(),
      '.config/go/env': 'GOFLAGS=-toolexec=/workspace/tool.sh\n',
      'tool.sh': '#!/bin/sh\necho GOT the compiler\nexec "$@"\n',
    },
  },
};
