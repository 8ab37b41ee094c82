import type { AiPolicy } from '@interviewlm/protocol';
import type { MessageRow } from '../../db/messages.js';
import type { AssistantPort } from './port.js';
import { isFree } from './prices.js';

/** What an assessment that names no model is to keep: none where the embedded assistant answers, which whoever configures one replaces. */
export const pinnable = ({ defaultModel }: AssistantPort): string | null => (isFree(defaultModel) ? null : defaultModel);

/** An embedded assistant has one model, whatever the policy names. Where it names none, an interview keeps the one that it began with. */
export function modelOf({ defaultModel }: AssistantPort, policy: AiPolicy, earlier: readonly MessageRow[]): string {
  if (isFree(defaultModel)) return defaultModel;
  const begun = earlier.find(({ role, model }) => role === 'assistant' && model !== null && !isFree(model));
  return policy.model ?? begun?.model ?? defaultModel;
}
