/** The version of the contract, sent and accepted as the `InterviewLM-Version` header. Its schema lies apart: pages have these two without zod. */
export const apiVersion = '2026-11-24';
export const versionHeader = 'InterviewLM-Version';
