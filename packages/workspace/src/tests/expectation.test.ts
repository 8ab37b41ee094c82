import { expect } from '@open-wc/testing';
import { expectationOf } from './expectation.js';
import { lineOfTest, placeIn } from './places.js';

const jest = `expect(received).toEqual(expected) // deep equality

- Expected  - 1
+ Received  + 1

  Array [
-   1,
+   2,
  ]
    at sum.spec.js:6:20`;

const unittest = `Lists differ: [1, 2] != [1, 3]

First differing element 1:
2
3

- [1, 2]
?     ^

+ [1, 3]
?     ^

    at test_sum.py:9`;

describe('what a failed test compared', () => {
  for (const [library, message, expected, got] of [
    ['Jest, in one line', 'expect(received).toBe(expected)\n\nExpected: 3\nReceived: -1\n    at a.spec.js:1:1', '3', '-1'],
    ['Jest, in many', jest, 'Array [\n  1,\n]', 'Array [\n  2,\n]'],
    ['node:assert', 'Expected values to be strictly equal:\n\n1 !== 2\n', '2', '1'],
    ['unittest, in one line', '4 != 5\n    at test_sum.py:9', '5', '4'],
    ['unittest, in many', unittest, '[1, 3]', '[1, 2]'],
    ['pytest', 'assert 3 == 4', '4', '3'],
    ['JUnit', 'org.opentest4j.AssertionFailedError: expected: <true> but was: <false>', 'true', 'false'],
    ['Rust', 'assertion `left == right` failed\n  left: 1\n right: 2', '2', '1'],
    ['Go', 'leap_test.go:12: Leap(1900) = true, want false', 'false', 'true'],
    ['Minitest', 'Expected: 3\n  Actual: 4', '3', '4'],
    ['Catch2', 'REQUIRE( sum(1, 2) == 3 )\nwith expansion:\n  4 == 3', '3', '4'],
    ['plain words', 'expected -3, got 3', '-3', '3'],
  ] as const)
    it(`is read from ${library}`, () => {
      const trimmed = (text: string | undefined) => text?.replace(/^\n+|\n+$/g, '').trimEnd();
      const found = expectationOf(message);
      expect([trimmed(found?.expected), trimmed(found?.got)]).to.deep.equal([expected, got]);
    });

  it('is not made up where the message says neither', () => {
    for (const message of ['', 'TypeError: x is not a function', 'Timeout', '- a list\n- of things'])
      expect(expectationOf(message), message).to.equal(null);
  });

  it('is found in little time, whatever the message is', () => {
    const hostile = [
      '- '.repeat(2000),
      `expected ${'a'.repeat(4000)}`,
      '= '.repeat(2000),
      `left: ${'\n'.repeat(4000)}`,
      '!= '.repeat(1300),
    ];
    expect(hostile.map(expectationOf)).to.have.length(hostile.length);
  });
});

describe('where a test failed', () => {
  const isFile = (path: string) => ['src/sum.ts', 'sum.test.ts', 'odd name.py'].includes(path);
  it('is the first place in a file of the workspace', () => {
    expect(placeIn('Error\n    at node:internal/x.js:1:1\n    at src/sum.ts:12:5', isFile)).to.deep.equal({ path: 'src/sum.ts', line: 12 });
    expect(placeIn('at /workspace/src/sum.ts:3', isFile)).to.deep.equal({ path: 'src/sum.ts', line: 3 });
    expect(placeIn('nowhere', isFile)).to.equal(null);
  });

  it('is where the test is written', () => {
    const text = "describe('sum', () => {\n  test('adds (all)', () => {});\n});\ndef test_adds(self):\n";
    expect(lineOfTest(text, 'sum > adds (all)')).to.equal(2);
    expect(lineOfTest(text, 'SumTest.test_adds')).to.equal(4);
    expect(lineOfTest(text, 'sum > gone')).to.equal(null);
  });
});
