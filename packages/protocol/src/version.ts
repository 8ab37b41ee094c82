/** The version of the contract, sent and accepted as the `InterviewLM-Version` header. Its schema lies apart: pages have these names without zod. */
export const apiVersion = '2026-11-24';
export const versionHeader = 'InterviewLM-Version';
/** Sent by the console's own page with whatever changes something, with the value 1. */
export const consoleHeader = 'InterviewLM-Console';
