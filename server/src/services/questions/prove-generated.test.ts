import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunLimits, type QuestionSource } from '@interviewlm/protocol';
import { loadRuntimes, runtimeOf } from '../runs/runtimes.js';
import { openBench } from '../runs/testing/bench.js';
import { mutantsOf } from './mutants.js';
import { proveGenerated } from './prove-generated.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const reference = `export function longest(words, least = 1) {
  let best = '';
  for (const word of words) {
    if (word.length > best.length && word.length >= least) best = word;
  }
  return best === '' ? null : best;
}
`;
const spec = (tests: string) => `import { expect, test } from '@jest/globals';\nimport { longest } from './longest.js';\n${tests}\n`;
const good: QuestionSource = {
  slug: 'longest',
  title: 'Longest word',
  instructions: 'Write `longest(words, least)`: the first longest word with at least `least` letters, or null.',
  runtime: 'javascript',
  difficulty: 1,
  concepts: ['loops'],
  starter: [{ path: 'longest.js', content: 'export function longest(words, least = 1) {\n  return null;\n}\n' }],
  reference: [{ path: 'longest.js', content: reference }],
  visible_tests: [
    {
      path: 'longest.spec.js',
      content: spec(`test('finds it', () => expect(longest(['a', 'ccc', 'bb'])).toBe('ccc'));
test('takes the first', () => expect(longest(['aa', 'bb'])).toBe('aa'));`),
    },
  ],
  hidden_tests: [
    {
      path: 'longest.hidden.spec.js',
      content: spec(`test('of none is null', () => expect(longest([])).toBeNull());
test('one that is long enough', () => expect(longest(['aa'], 2)).toBe('aa'));
test('none is long enough', () => expect(longest(['aa'], 3)).toBeNull());`),
    },
  ],
  limits: RunLimits.parse({ wall_ms: 10_000 }),
};
const prove = (change: Partial<QuestionSource>) => {
  const source = { ...good, ...change };
  const { sandboxes } = bench;
  return proveGenerated({ sandboxes, runtime: runtimeOf(loadRuntimes(), source.runtime), source, signal: new AbortController().signal });
};
const visible = (tests: string) => [{ path: 'longest.spec.js', content: spec(tests) }];
const referring = (content: string) => [{ path: 'longest.js', content }];

describe('GP1-GP4 a generated question', () => {
  test('is proven when its reference passes twice, its starter fails and three mutants are caught', async () => {
    expect(await prove({})).toMatchObject({ slug: 'longest', expected: { visible: ['finds it', 'takes the first'] } });
  }, 60_000);

  test('types need no name in the statement, a default clock is not asked, a seeded generator is no chance', async () => {
    const spared = {
      visible_tests: [
        {
          path: 'longest.spec.js',
          content: spec(`const random = (seed) => () => (seed = (seed * 16807) % 2147483647);
const next = random(7);
test('finds it', () => expect(longest(['a', 'ccc', 'bb'])).toBe('ccc'));
test('takes the first', () => expect(longest(['aa', 'bb'], next() > 0 ? 1 : 9)).toBe('aa'));`),
        },
      ],
      reference: referring(reference.replace('least = 1', 'least = 1, now = Date.now')),
    };
    expect(await prove(spared)).toMatchObject({ slug: 'longest' });
    const asked = referring(reference.replace('least = 1', 'least = 1, now = Date.now()'));
    expect(await prove({ reference: asked })).toMatchObject({ reason: expect.stringMatching(/^Flaky: longest.js asks/) as string });
  }, 60_000);

  const broken: [string, Partial<QuestionSource>, RegExp][] = [
    ['a wrong reference', { reference: referring(reference.replace('>', '<')) }, /^The reference solution fails/],
    [
      'tests that pass on the starter',
      { starter: referring(`// Yours.\n${reference.replaceAll('best', 'top')}`) },
      /^The starter passes every test already/,
    ],
    [
      'tests that ask the clock',
      { visible_tests: visible(`test('by the clock', () => expect(longest(['a'])).toBe(Date.now() % 2 ? 'a' : 'b'));`) },
      /^Flaky: longest.spec.js asks the clock or chance \(Date.now\)/,
    ],
    [
      'tests that pass now and then',
      {
        visible_tests: visible(`const noise = process.memoryUsage().rss / 4096 + process.cpuUsage().user;
for (let n = 0; n < 16; n++) test('lucky ' + n, () => expect(longest([])).toBe((noise >> n) % 2 === 0 ? null : 1));`),
      },
      /^(?:Flaky|The reference solution fails)/,
    ],
    [
      'a slow reference',
      {
        reference: referring(reference.replace('let best', `for (let n = 0; n < 9e9; n++);\n  let best`)),
        limits: RunLimits.parse({ wall_ms: 3000 }),
      },
      /^Too slow|longer than the limit/,
    ],
    ['a trifle', { reference: referring(`export function longest(words, least = 1) {\n  return words.at(-1);\n}\n`) }, /^Trivial/],
    [
      'blind tests',
      {
        visible_tests: visible(`test('is there', () => expect(longest(['aaaa'])).not.toBeNull());
test('is no one', () => expect(longest([])).not.toBe(1));
test('is no two', () => expect(longest([])).not.toBe(2));`),
        hidden_tests: [],
      },
      /^The tests are blind: [012] of \d+ mutants/,
    ],
    [
      'a statement that leaves the name out',
      { instructions: 'Find the word with most letters.' },
      /^The statement does not name what the tests call: longest/,
    ],
    ['a language whose tests can not be tried', { runtime: 'go' }, /^There are no mutation operators for go/],
  ];
  test.each(broken)(
    '%s: rejected, with the reason',
    async (_name, change, reason) => {
      expect(await prove(change)).toMatchObject({ reason: expect.stringMatching(reason) as string });
    },
    60_000,
  );
});

describe('MU1-MU3 mutants', () => {
  test('are the same each time, far apart, one token each and never in a comment or text', () => {
    const code = `// a < b && 1\nexport const f = (a, b) => {\n  if (a < b && a !== 0) return 'x < y';\n  return a + 1;\n};\n`;
    const mutants = mutantsOf('javascript', [{ path: 'f.js', content: code }]);
    expect(mutantsOf('javascript', [{ path: 'f.js', content: code }])).toEqual(mutants);
    expect(mutants.map(({ change }) => change).sort()).toEqual(
      [
        '&& became ||',
        '!== became ===',
        '+ became -',
        '0 became 1',
        '1 became 2',
        '< became <=',
        'return a + 1 became return undefined',
        "return 'x < y' became return undefined",
      ].sort(),
    );
    expect(new Set(mutants.slice(0, 3).map(({ line }) => line)).size).toBe(2);
  });

  test('of Python', () => {
    const code = `def f(a, b):\n    """a == b"""\n    if a == b and not True:\n        return 3\n    return a >= b\n`;
    expect(
      mutantsOf('python', [{ path: 'f.py', content: code }])
        .map(({ change }) => change)
        .sort(),
    ).toEqual(
      [
        '3 became 4',
        '== became !=',
        '>= became >',
        'True became False',
        'and became or',
        'return 3 became return None',
        'return a >= b became return None',
      ].sort(),
    );
  });
});
