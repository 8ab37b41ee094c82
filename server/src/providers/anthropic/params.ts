import type { ContentBlockParam, MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { AssistantMessage, AssistantRequest, ContentBlock } from '../../services/assistant/port.js';
import type { Recollection } from './recollection.js';

/** The request in the vendor's words. `context` and `policy` stay here: what the model may know is in `system` and `messages`. */
export function toParams(request: AssistantRequest, recollection: Recollection): MessageCreateParamsStreaming {
  const { model, max_tokens, tools } = request;
  const system = request.system.filter((text) => text.trim() !== '');
  return {
    model,
    max_tokens,
    stream: true,
    // The cached prefix is tools and then system, up to the mark: everything that stays the same in an interview.
    system: system.map((text, index) => ({ type: 'text', text, ...(index === 0 && { cache_control: { type: 'ephemeral' } }) })),
    messages: request.messages.map((message) => toMessage(message, recollection)).filter(({ content }) => content.length > 0),
    ...(tools.length > 0 && { tools: tools.map(({ name, description, input_schema }) => ({ name, description, input_schema })) }),
    ...(answersAtOnce(model) && { thinking: { type: 'between_tools' } }),
  };
}

/** Models that think before they speak unless told otherwise, and take this way of telling. In a chat the first word should come soon. */
const answersAtOnce = (model: string): boolean => model.startsWith('claude-sonnet-5-5');

function toMessage(message: AssistantMessage, recollection: Recollection): MessageParam {
  const recalled = message.role === 'assistant' ? recollection.recall(message) : null;
  return { role: message.role, content: recalled ?? message.content.flatMap(toBlock) };
}

function toBlock(block: ContentBlock): ContentBlockParam[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'tool_use':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input }];
    case 'tool_result':
      return [{ type: 'tool_result', tool_use_id: block.id, content: block.content || '(nothing)', is_error: block.failed }];
  }
}
