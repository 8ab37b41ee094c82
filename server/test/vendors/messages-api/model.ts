import type { ContentBlockParam, MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { StreamReply } from './reply.js';

/** The smallest model that the contract suite can talk to: it thinks, calls an offered tool when told to, and else echoes. */
export function modelReply(body: MessageCreateParamsStreaming): StreamReply {
  const last = blocksOf(body.messages.at(-1)?.content ?? '');
  const asked = last.map((block) => (block.type === 'text' ? block.text : '')).join('');
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

function systemCode({ system }: MessageCreateParamsStreaming): string {
  const text = typeof system === 'string' ? system : (system ?? []).map((block) => block.text).join('\n');
  return /export function[\s\S]*?\n}\n/.exec(text)?.[0] ?? '';
}

const blocksOf = (content: string | ContentBlockParam[]): ContentBlockParam[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;
