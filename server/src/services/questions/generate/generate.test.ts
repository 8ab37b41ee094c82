import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMessagesApi, type MessagesApi } from '../../../../test/vendors/messages-api/server.js';
import { createAnthropicStructured } from '../../../providers/anthropic/structured.js';
import { loadRuntimes } from '../../runs/runtimes.js';
import { openBench } from '../../runs/testing/bench.js';
import { readFamilies } from '../layouts/own.js';
import { generateQuestion, type GenerateDeps } from './generate.js';
import type { QuestionRequest, WrittenQuestion } from '../written.js';
import { variantCount, variantOf, type Family } from './variants.js';

const runtimes = loadRuntimes();
const bundled = fileURLToPath(new URL('../../../../assessments/', import.meta.url));
let bench: Awaited<ReturnType<typeof openBench>>;
let api: MessagesApi;
let families: Family[];
beforeAll(async () => {
  bench = await openBench();
  api = await startMessagesApi();
  families = await readFamilies(bundled, runtimes);
});
afterAll(async () => {
  await api.close();
  await bench.close();
});

const head = `import { expect, test } from '@jest/globals';\nimport { rotate } from './rotate.js';\n`;
const reference = `export function rotate(list, by) {
  if (list.length === 0) return [];
  const shift = by % list.length;
  const start = shift < 0 ? shift + list.length : shift;
  const tail = list.slice(start);
  return tail.concat(list.slice(0, start));
}
`;
const good: WrittenQuestion = {
  title: 'Rotate a list!',
  instructions:
    'Write `rotate(list, by)` in `rotate.js`: a new list that starts `by` items later and wraps around; a negative `by` goes back.',
  concepts: ['arrays'],
  starter: [{ path: 'rotate.js', content: 'export function rotate(list, by) {\n  return list;\n}\n' }],
  reference: [{ path: 'rotate.js', content: reference }],
  visible_tests: [
    {
      path: 'rotate.spec.js',
      content: `${head}test('by one', () => expect(rotate([1, 2, 3], 1)).toEqual([2, 3, 1]));
test('by none', () => expect(rotate([1, 2], 0)).toEqual([1, 2]));
test('of nothing', () => expect(rotate([], 3)).toEqual([]));`,
    },
  ],
  hidden_tests: [
    {
      path: 'rotate.hidden.spec.js',
      content: `${head}test('back', () => expect(rotate([1, 2, 3], -1)).toEqual([3, 1, 2]));
test('further than its length', () => expect(rotate([1, 2, 3], 7)).toEqual([2, 3, 1]));
test('back by all of it', () => expect(rotate([1, 2, 3], -3)).toEqual([1, 2, 3]));`,
    },
  ],
};
const saying = (question: object) => ({ blocks: [{ text: JSON.stringify(question) }], size: 400 });
const request: QuestionRequest = { topic: 'lists', runtime: 'javascript', difficulty: 2, performance: [] };
const generate = (over: Partial<GenerateDeps> = {}, asked: Partial<QuestionRequest> = {}) =>
  generateQuestion(
    {
      sandboxes: bench.sandboxes,
      runtimes,
      writer: createAnthropicStructured({ apiKey: 'test-key', baseUrl: api.url, retries: 0 }),
      families,
      known: new Set(),
      signal: new AbortController().signal,
      ...over,
    },
    { ...request, ...asked },
  );
const asked = (nth: number) => JSON.stringify(api.requests.at(nth)?.body.messages);

describe('GE1-GE3 a question by a model', () => {
  test('is asked for with what is known of the candidate, held to the schema, told why it was refused, and counted to the token', async () => {
    const wrong = { ...good, reference: [{ path: 'rotate.js', content: reference.replace('slice(0, start)', 'slice(1, start)') }] };
    const solved = { ...good, starter: [{ path: 'rotate.js', content: `// Yours.\n${reference.replaceAll(/tail|shift/g, 'the_$&')}` }] };
    api.next(saying(wrong), saying(solved), saying(good));
    const made = await generate({}, { performance: [{ title: 'Sum', difficulty: 1, passed: 3, total: 3 }] });
    expect(made.attempts).toEqual([
      {
        by: 'model',
        slug: expect.any(String) as string,
        refused: expect.stringMatching(/^The reference solution fails \d of \d tests/) as string,
      },
      { by: 'model', slug: expect.any(String) as string, refused: 'The starter passes every test already.' },
      { by: 'model', slug: made.family, refused: null },
    ]);
    const expected = { visible: ['by one', 'by none', 'of nothing'], hidden: ['back', 'further than its length', 'back by all of it'] };
    expect(made.question).toMatchObject({ title: 'Rotate a list!', runtime: 'javascript', difficulty: 2, expected });
    expect(made.family).toMatch(/^rotate-a-list-[0-9a-f]{8}$/);
    const { body } = api.requests.at(-1) ?? {};
    const required = expect.arrayContaining(['reference', 'hidden_tests']) as string[];
    expect(body?.output_config?.format).toMatchObject({ type: 'json_schema', schema: { required } });
    expect(asked(-1)).toMatch(/about: lists.*Sum \(difficulty 1\): 3 of 3 tests passed.*The reference solution fails/);
    expect(asked(-3)).not.toContain('refused');
    expect(made.usage).toEqual(api.total());
  }, 60_000);

  const flaky = {
    ...good,
    visible_tests: [{ path: 'rotate.spec.js', content: `${head}test('now', () => expect(rotate([1], Date.now() % 2)).toEqual([1]));` }],
  };
  const trivial = {
    ...good,
    reference: [{ path: 'rotate.js', content: 'export function rotate(list, by) {\n  return list.slice(by).concat(list);\n}\n' }],
  };
  const outside = { ...good, starter: [{ path: '../../etc/rotate.js', content: 'x' }] };
  const unnamed = { ...good, instructions: 'Turn the list around.' };
  const shapeless = { title: 'No question' };
  const refused: [string, object, RegExp][] = [
    ['flaky', flaky, /^Flaky: rotate.spec.js asks the clock/],
    ['trivial', trivial, /^Trivial/],
    ['outside of its folder', outside, /must not/],
    ['not named', unnamed, /does not name what the tests call: rotate/],
    ['not of the shape', shapeless, /^What came was no question/],
  ];
  test.each(refused)('that is %s is refused however often it comes', async (_, broken, reason) => {
    api.next(saying(broken), saying(broken), saying(broken));
    const made = await generate({ families: [] });
    expect(made.attempts.map(({ by }) => by)).toEqual(['model', 'model', 'model']);
    for (const { refused: why } of made.attempts) expect(why).toMatch(reason);
    expect(made.question).toBeNull();
  });

  test('a model that can not be reached is no reason to have no question', async () => {
    api.next({ status: 529, type: 'overloaded_error' }, { status: 401, type: 'authentication_error' }, { reset: true });
    const made = await generate();
    expect(made.attempts.map(({ refused: why }) => why)).toEqual([
      'The model is overloaded',
      'The model provider does not accept our credentials',
      'The model provider can not be reached',
      null,
    ]);
    expect(made).toMatchObject({ family: 'log-summary', question: { runtime: 'javascript' } });
  }, 60_000);
});

describe('without a model', () => {
  test('none comes when the bank has all of the language, or there are none', async () => {
    const slugs = families.flatMap((family) => Array.from({ length: variantCount(family) }, (_, n) => variantOf(family, n + 1).slug));
    expect(await generate({ writer: null, known: new Set(slugs) })).toMatchObject({ question: null, attempts: [] });
    expect(await generate({ writer: null }, { runtime: 'go' })).toMatchObject({ question: null, attempts: [] });
  });

  test('a variant that was changed by halves is refused: the tests of one rule, the reference of another', async () => {
    const [family] = families.filter(({ source: { slug } }) => slug === 'log-summary');
    if (!family) throw new Error('There is no such family');
    const half = {
      axes: [{ name: 'half', choices: [{ name: 'half', replace: [{ from: 'Number(status) >= 500', to: 'Number(status) >= 400' }] }] }],
    };
    const made = await generate({ writer: null, families: [{ ...family, variants: half }] });
    expect(made).toMatchObject({
      question: null,
      attempts: [{ refused: expect.stringMatching(/^The reference solution fails/) as string }],
    });
  }, 60_000);
});
