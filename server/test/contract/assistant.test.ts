import { createAnthropicAssistant } from '../../src/providers/anthropic/index.js';
import { createScriptedAssistant } from '../../src/providers/scripted/index.js';
import { startMessagesApi } from '../vendors/messages-api/server.js';
import { assistantContract } from './assistant.contract.js';

assistantContract('scripted', async () => ({ assistant: createScriptedAssistant({ delay_ms: 0 }), close: async () => undefined }));

assistantContract('anthropic, over its wire protocol', async () => {
  const api = await startMessagesApi();
  return { assistant: createAnthropicAssistant({ apiKey: 'test-key', baseUrl: api.url }), close: () => api.close() };
});

// The same suite on the vendor itself costs money, so it runs only when it is asked for: see README.md here.
if (process.env['ANTHROPIC_LIVE'] === '1') {
  const apiKey = process.env['ANTHROPIC_API_KEY'];
  if (!apiKey) throw new Error('ANTHROPIC_LIVE=1 needs ANTHROPIC_API_KEY');
  assistantContract('anthropic, live', async () => ({
    assistant: createAnthropicAssistant({ apiKey, model: process.env['CLAUDE_MODEL'] ?? 'claude-sonnet-5-5' }),
    close: async () => undefined,
  }));
}
