import { hash } from 'node:crypto';
import { AiPolicy } from '@interviewlm/protocol';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { character } from '../../../test/support/character.js';
import { processorTime } from '../../../test/support/processor-time.js';
import type { AssistantContext } from './port.js';
import { costMicros } from './prices.js';
import { systemPrompt } from './prompt.js';
import { promptQuality } from './quality.js';
import { unifiedDiff } from './unified-diff.js';

const screen: AssistantContext = {
  question: { title: 'Sum', instructions: 'Add up.', runtime: 'javascript' },
  files: [{ path: 'sum.js', content: 'export function sumAll(numbers) {}', read_only: false }],
  last_run: null,
};
const quality = (message: string, selection?: { start: number; end: number }) =>
  promptQuality({ message, ...(selection && { context: { path: 'sum.js', selection } }) }, screen).score;

describe('prompt quality', () => {
  test('PQ1-PQ4 each rule adds its weight', () => {
    expect(quality('hello')).toBe(0);
    expect(quality('why does sumAll give zero?')).toBe(0.5);
    expect(quality('why does sumAll give zero?', { start: 0, end: 5 })).toBe(0.75);
    expect(quality('I tried a loop, why does sumAll give zero?', { start: 0, end: 5 })).toBe(1);
  });

  test('PQ5 handing the task over is never good', () => {
    expect(quality('Please just solve it because I want sumAll done')).toBeLessThanOrEqual(0.2);
    expect(quality('write the whole solution for sum.js')).toBeLessThanOrEqual(0.2);
  });

  test('every text gets a score between 0 and 1 with a reason for each rule', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 400 }), (message) => {
        const { score, reasons } = promptQuality({ message }, screen);
        return score >= 0 && score <= 1 && reasons.length >= 4;
      }),
    );
  });
});

test('the longest message of the worst kind is judged in a moment', () => {
  const crowded = { ...screen, files: [{ path: 'a.js', content: 'const abcd = 1;\n'.repeat(60_000), read_only: false }] };
  for (const message of [';'.repeat(10) + ' '.repeat(15_980) + 'x', 'at '.repeat(5_300), '  \n'.repeat(5_300), 'a'.repeat(16_000)]) {
    expect(processorTime(() => promptQuality({ message }, crowded))).toBeLessThan(50);
  }
});

describe('prices', () => {
  const tokens = { input_tokens: 1_000_000, output_tokens: 100_000, cache_read_tokens: 1_000_000, cache_write_tokens: 1_000_000 };

  test('cache reads and writes are priced apart, dated names like the model', () => {
    expect(costMicros('claude-sonnet-4-5', tokens)).toBe(3_000_000 + 1_500_000 + 300_000 + 3_750_000);
    expect(costMicros('claude-sonnet-4-5-20250929', tokens)).toBe(costMicros('claude-sonnet-4-5', tokens));
    expect(costMicros('claude-sonnet-5-5', tokens)).toBe(2_000_000 + 1_000_000 + 200_000 + 2_500_000);
    expect(costMicros('scripted-1', tokens)).toBe(0);
  });

  test('a part of a micro-dollar counts as one, and an unknown model as the dearest', () => {
    const one = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 1, cache_write_tokens: 0 };
    expect(costMicros('claude-sonnet-4-5', one)).toBe(1);
    expect(costMicros('claude-of-tomorrow', tokens)).toBeGreaterThanOrEqual(costMicros('claude-opus-5', tokens));
  });
});

describe('diffs', () => {
  const lines = fc.array(fc.stringMatching(/^[ab{}]{0,3}$/), { maxLength: 12 }).map((parts) => parts.join('\n'));

  test('a diff applied to what was there gives what is proposed', () => {
    fc.assert(fc.property(lines, lines, (before, after) => applyPatch(before, unifiedDiff('a.js', before, after)) === after));
  });

  test('two unlike files of a megabyte are diffed in a moment, and still exactly', () => {
    const before = Array.from({ length: 60_000 }, (_, index) => `old ${index * 7}`).join('\n');
    const after = Array.from({ length: 60_000 }, (_, index) => `new ${index * 3}`).join('\n');
    let diff = '';
    expect(processorTime(() => (diff = unifiedDiff('a.js', before, after)))).toBeLessThan(2_000);
    expect(applyPatch(before, diff)).toBe(after);
  });
});

test('the system prompt says word for word what its version stands for: other words need another version', () => {
  const said = (['hints', 'pair'] as const).map((mode) => systemPrompt(screen, AiPolicy.parse({ mode, instructions: 'Be kind.' })));
  expect({ [AiPolicy.parse({}).prompt_version]: hash('sha256', JSON.stringify(said)) }).toEqual({
    'assistant-1': '89ea7f28da2d0eab4fbb0197ff30c91e411879a5c4f93d31fc0844e7cee0fbb4',
  });
});
