import { describe, expect, test } from 'vitest';
import { unskip } from './unskip.js';

const rewritten = (runtime: Parameters<typeof unskip>[0], content: string) => unskip(runtime, { path: 'x', content }).content;

describe('unskip', () => {
  test('jest: skipped tests and suites become ordinary ones, and so do their imports', () => {
    const source = `import { describe, xdescribe, expect, test, xtest } from '@jest/globals';
xdescribe('a', () => {
  xtest('b', () => {});
  test.skip('c', () => {});
  xit.each([1])('d', () => {});
});`;
    expect(rewritten('javascript', source)).toBe(`import { describe, expect, test } from '@jest/globals';
describe('a', () => {
  test('b', () => {});
  test('c', () => {});
  it.each([1])('d', () => {});
});`);
  });

  test('jest: a file that imports only the skipping name gets the plain one', () => {
    expect(rewritten('typescript', `import { expect, xit } from '@jest/globals'\nxit('a', f)`)).toBe(
      `import { expect, it } from '@jest/globals' \nit('a', f)`.replace(' \n', '\n'),
    );
  });

  test('jest: names of the solution that look like it stay', () => {
    expect(rewritten('javascript', 'exit(1); obj.xit(2); maxtest(3); "xtest"')).toBe('exit(1); obj.xit(2); maxtest(3); "xtest"');
  });

  test('unittest and pytest decorators go', () => {
    const source = `class A(unittest.TestCase):\n    @unittest.skip("extra")\n    def test_a(self):\n        pass\n    @pytest.mark.skip\n    def test_b(self):\n        pass\n    @unittest.skipIf(x, "y")\n    def test_c(self): pass\n`;
    expect(rewritten('python', source)).toBe(
      `class A(unittest.TestCase):\n    def test_a(self):\n        pass\n    def test_b(self):\n        pass\n    @unittest.skipIf(x, "y")\n    def test_c(self): pass\n`,
    );
  });

  test('Java, Ruby and Rust', () => {
    expect(rewritten('java', '  @Disabled("Remove")\n  @Test\n')).toBe('  @Test\n');
    expect(rewritten('ruby', '  def test_a\n    skip\n    assert true\n')).toBe('  def test_a\n    assert true\n');
    expect(rewritten('rust', '#[test]\n#[ignore]\nfn a() {}\n')).toBe('#[test]\nfn a() {}\n');
  });

  test('Go has nothing to un-skip', () => {
    expect(rewritten('go', 'func TestA(t *testing.T) {}')).toBe('func TestA(t *testing.T) {}');
  });
});
