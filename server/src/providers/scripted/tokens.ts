import type { AssistantRequest } from '../../services/assistant/port.js';

/** The scripted assistant's measure: four characters (UTF-16 units) are one token, begun ones count. Nothing is billed for it. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

/** Everything a model would have been sent: system parts, messages and tool definitions as JSON. */
export const countInputTokens = (request: Pick<AssistantRequest, 'system' | 'messages' | 'tools'>): number =>
  countTokens(request.system.join('')) + countTokens(JSON.stringify(request.messages)) + countTokens(JSON.stringify(request.tools));
