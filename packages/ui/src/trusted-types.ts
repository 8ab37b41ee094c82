/** The parts of Trusted Types that we use; the DOM's own types don't have them yet. */
export interface TrustedPolicy {
  createHTML(html: string): string;
  createScriptURL(url: string): string;
}

/** What a page names in `trusted-types` beside the policy of our copy of Lit, `interviewlm-lit`. */
const policyName = 'interviewlm';

let policy: TrustedPolicy | null | undefined;

/**
 * Our Trusted Types policy, made on first need; null in browsers without them. Nobody outside this package gets it. What goes through it
 * is sanitized Markdown, the editor's rendered lines (escaped by the editor) and the addresses of our own workers.
 */
export function trustedPolicy(): TrustedPolicy | null {
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy } };
  policy ??= trustedTypes?.createPolicy(policyName, { createHTML: (html) => html, createScriptURL: (url) => url }) ?? null;
  return policy;
}
