/** The version of the contract, sent and accepted as the `InterviewLM-Version` header. */
export const apiVersion = '2026-11-24';
export const versionHeader = 'InterviewLM-Version';
