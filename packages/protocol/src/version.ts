import { z } from 'zod';

/** The version of the contract, sent and accepted as the `InterviewLM-Version` header. */
export const apiVersion = '2026-11-24';
export const versionHeader = 'InterviewLM-Version';

/** Every version that is still spoken, newest first. */
export const ApiVersion = z.enum([apiVersion]);
export type ApiVersion = z.infer<typeof ApiVersion>;
