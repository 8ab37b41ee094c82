import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssistantChunk, AssistantPort, AssistantRequest } from '../../src/services/assistant/port.js';
import { askAbout, chunksOf, textOf } from './requests.js';

export interface OpenedAssistant {
  assistant: AssistantPort;
  close(): Promise<void>;
}

/** What every assistant must do, whoever answers. The requests are such that a real model can be asked them too. */
export function assistantContract(name: string, open: () => Promise<OpenedAssistant>): void {
  describe(`assistant: ${name}`, () => {
    let opened: OpenedAssistant;
    const ask = (request: Partial<AssistantRequest> & { text: string }) => askAbout({ model: opened.assistant.defaultModel, ...request });
    const collect = (request: AssistantRequest, signal = new AbortController().signal) =>
      chunksOf(opened.assistant.stream(request, signal));
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    test('AC1 text arrives in pieces, then one usage, then one stop, and nothing after', async () => {
      const chunks = await collect(ask({ text: 'Why does my test fail?' }));
      expect(chunks.filter(({ type }) => type === 'text').length).toBeGreaterThan(1);
      expect(textOf(chunks).length).toBeGreaterThan(20);
      expect(chunks.slice(-2).map(({ type }) => type)).toEqual(['usage', 'stop']);
      expect(chunks.filter(({ type }) => type === 'usage' || type === 'stop')).toHaveLength(2);
      expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'end_turn' });
    });

    test('AC2 tokens are whole and positive, and a longer request has more of them', async () => {
      const usageOf = async (text: string) => {
        const chunk = (await collect(ask({ text }))).find((candidate) => candidate.type === 'usage');
        if (chunk?.type !== 'usage') throw new Error('no usage');
        for (const count of Object.values(chunk.usage)) expect(Number.isInteger(count) && count >= 0).toBe(true);
        expect(chunk.usage.output_tokens).toBeGreaterThan(0);
        return chunk.usage.input_tokens + chunk.usage.cache_read_tokens + chunk.usage.cache_write_tokens;
      };
      const [short, long] = [
        await usageOf('What does my code do?'),
        await usageOf(`What does my code do? ${'It adds numbers. '.repeat(200)}`),
      ];
      expect(long).toBeGreaterThan(short + 400);
    });

    test('AC3 an edit is a call of the tool with its input whole, and the answer goes on after the result', async () => {
      const question = ask({ text: 'Fix my code: call propose_edit with the whole corrected file.' });
      const first = await collect(question);
      const call = first.find((chunk) => chunk.type === 'tool_use');
      if (call?.type !== 'tool_use') throw new Error('no tool was called');
      expect(call.name).toBe('propose_edit');
      expect(call.input).toMatchObject({ path: 'sum.js' });
      expect(call.input['content']).toMatch(/i < list\.length/);
      expect(first.at(-1)).toEqual({ type: 'stop', reason: 'tool_use' });

      const text = textOf(first);
      const answered = await collect({
        ...question,
        messages: [
          ...question.messages,
          { role: 'assistant', content: [...(text ? [{ type: 'text' as const, text }] : []), call] },
          { role: 'user', content: [{ type: 'tool_result', id: call.id, content: 'The edit is shown to the candidate.', failed: false }] },
        ],
      });
      expect(textOf(answered)).not.toBe('');
      expect(answered.at(-1)).toEqual({ type: 'stop', reason: 'end_turn' });
    });

    test('AC4 no tool is called that was not offered', async () => {
      const chunks = await collect(ask({ text: 'Fix my code.', tools: [] }));
      expect(chunks.some(({ type }) => type === 'tool_use')).toBe(false);
      expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'end_turn' });
    });

    test('AC5 max_tokens ends the answer and says so', async () => {
      const chunks = await collect(ask({ text: 'Explain my code in detail.', max_tokens: 10 }));
      expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'max_tokens' });
      expect(textOf(chunks).length).toBeLessThan(200);
    });

    test('AC6 an abort in the middle ends the answer within a second', async () => {
      const abort = new AbortController();
      const chunks: AssistantChunk[] = [];
      let aborted = 0;
      for await (const chunk of opened.assistant.stream(ask({ text: 'Why does my test fail?' }), abort.signal)) {
        chunks.push(chunk);
        if (chunk.type !== 'text' || aborted) continue;
        aborted = performance.now();
        abort.abort();
      }
      expect(performance.now() - aborted).toBeLessThan(1000);
      expect(chunks.filter(({ type }) => type === 'text').length).toBeLessThan(5);
      expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'aborted' });
      expect(chunks.filter(({ type }) => type === 'usage').length).toBeLessThanOrEqual(1);
    });

    test('AC7 an abort before the start ends at once, with no text', async () => {
      const started = performance.now();
      const chunks = await collect(ask({ text: 'Why does my test fail?' }), AbortSignal.abort());
      expect(performance.now() - started).toBeLessThan(1000);
      expect(textOf(chunks)).toBe('');
      expect(chunks.at(-1)).toEqual({ type: 'stop', reason: 'aborted' });
    });

    test('AC8 answers that run side by side do not mix', async () => {
      const questions = ['Why does my test fail?', 'What does my code do?', 'Give me a hint.', 'Fix my code.'];
      const alone = await Promise.all(questions.map((text) => collect(ask({ text }))));
      const together = await Promise.all(Array.from({ length: 20 }, (_, n) => collect(ask({ text: questions[n % 4] ?? '' }))));
      for (const chunks of [...alone, ...together]) {
        expect(chunks.filter(({ type }) => type === 'stop')).toHaveLength(1);
        expect(chunks.at(-1)?.type).toBe('stop');
      }
    });

    test('AC9 the request is left as it was', async () => {
      const request = ask({ text: 'Fix my code.' });
      const before = structuredClone(request);
      await collect(deepFreeze(request));
      expect(request).toEqual(before);
    });
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
