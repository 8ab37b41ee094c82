import { loadInterviewLM as load } from './load.js';
import type { InterviewLM, LoadOptions } from './load.js';

/**
 * Where the SDK is served from the page's own bundle: bundlers don't carry the editor's files along, so they come from `baseUrl` unless
 * `assetBase` names another place. Safe to import anywhere, a server included; to be called where there is a page.
 */
export function loadInterviewLM(options: LoadOptions): Promise<InterviewLM> {
  return load({ assetBase: new URL('sdk/monaco/', options.baseUrl), ...options });
}
