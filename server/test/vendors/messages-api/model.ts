import type { ContentBlockParam, MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { StreamReply } from './reply.js';

/** The smallest model that the contract suite can talk to: it thinks, calls an offered tool when told to, and else echoes. */
export function modelReply(body: MessageCreateParamsStreaming): StreamReply {
  const last = blocksOf(body.messages.at(-1)?.content ?? '');
  const asked = last.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (body.output_config?.format) return { blocks: [{ text: JSON.stringify(ratings(asked)) }], size: 400 };
  if (last.some((block) => block.type === 'tool_result')) return { blocks: [{ text: 'I have read what the tool said, and that is all.' }] };
  if (body.tools?.some((tool) => 'name' in tool && tool.name === 'propose_edit') && /\bfix\b/i.test(asked)) {
    const code = systemCode(body);
    return {
      blocks: [
        { thinking: 'The loop reads past the end.' },
        { text: 'The loop goes one step too far; here is the edit.' },
        { tool: 'propose_edit', input: { path: 'sum.js', content: code.replace('<= list.length', '< list.length') } },
      ],
    };
  }
  return { blocks: [{ text: `You asked: ${asked.slice(0, 400)} The test adds three numbers, and the loop reads one number too many.` }] };
}

/** What a rubric asks for: each thing is rated as fair, and each answer gets a remark on its first line. */
function ratings(asked: string): object {
  const numbers = (tag: string) => [
    ...new Set([...asked.matchAll(new RegExp(`<${tag}-[0-9a-f]+ number="(\\d+)"`, 'g'))].map(([, n]) => Number(n))),
  ];
  const path = /<answer-[0-9a-f]+ number="1" path="([^"]+)"/.exec(asked)?.[1] ?? '';
  const levels = { readability: 'fair', structure: 'fair', robustness: 'fair' };
  const remarks = [{ path, line: 1, remark: 'The name says what it does.' }];
  if (numbers('prompt').length > 0)
    return {
      prompts: numbers('prompt').map((prompt) => ({
        prompt,
        clarity: 'good',
        context: 'good',
        judgement: 'good',
        reason: 'Says what fails.',
      })),
    };
  return { answers: numbers('answer').map((answer) => ({ answer, ...levels, remarks })) };
}

function systemCode({ system }: MessageCreateParamsStreaming): string {
  const text = typeof system === 'string' ? system : (system ?? []).map((block) => block.text).join('\n');
  return /export function[\s\S]*?\n}\n/.exec(text)?.[0] ?? '';
}

const blocksOf = (content: string | ContentBlockParam[]): ContentBlockParam[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;
