import { AiPolicy, type RunResult } from '@interviewlm/protocol';
import type { AssistantChunk, AssistantRequest } from '../../src/services/assistant/port.js';

const code = `export function sum(list) {
  let total = 0;
  for (let i = 0; i <= list.length; i++) {
    total += list[i];
  }
  return total;
}
`;

const tests = `import { expect, test } from '@jest/globals';
import { sum } from './sum.js';

test('adds three numbers', () => {
  expect(sum([1, 2, 3])).toBe(6);
});
`;

export const failedRun: RunResult = {
  id: 'run_00000000000000000000000000',
  object: 'test_run',
  passed: 0,
  failed: 1,
  total: 1,
  duration_ms: 12,
  tests: [
    {
      name: 'adds three numbers',
      status: 'failed',
      message: 'expect(received).toBe(expected)\n\nExpected: 6\nReceived: NaN',
      duration_ms: 2,
    },
  ],
  stdout: '',
  stderr: '',
  truncated: false,
  timed_out: false,
  stopped: null,
};

/** A candidate's question about a small file with an off-by-one, with everything that the service would send. */
export function askAbout({ text, ...over }: Partial<AssistantRequest> & { text: string }): AssistantRequest {
  return {
    model: 'unset',
    system: [
      'You help a candidate in a coding interview. Answer in at most three sentences.',
      `The open file is sum.js:\n${code}\nThe last test run failed: adds three numbers: expected 6, received NaN.`,
    ],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    tools: [
      {
        name: 'propose_edit',
        description: 'Proposes new content for a file. The candidate sees a diff and decides.',
        input_schema: {
          type: 'object',
          properties: { path: { type: 'string' }, content: { type: 'string' } },
          required: ['path', 'content'],
          additionalProperties: false,
        },
      },
    ],
    max_tokens: 1000,
    context: {
      question: { title: 'Sum', instructions: '# Sum\n\nAdd all numbers of a list. An empty list has the sum 0.', runtime: 'javascript' },
      files: [
        { path: 'sum.js', content: code, read_only: false },
        { path: 'sum.spec.js', content: tests, read_only: true },
      ],
      open: { path: 'sum.js' },
      last_run: failedRun,
    },
    policy: AiPolicy.parse({}),
    ...over,
  };
}

export async function chunksOf(stream: AsyncIterable<AssistantChunk>): Promise<AssistantChunk[]> {
  return Array.fromAsync(stream);
}

export const textOf = (chunks: readonly AssistantChunk[]): string =>
  chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join('');
