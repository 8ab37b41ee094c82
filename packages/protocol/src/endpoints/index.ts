import type { z } from 'zod';
import { assessmentsEndpoints } from './assessments.js';
import { assistantEndpoints } from './assistant.js';
import { auditEndpoints } from './audit.js';
import { commentsEndpoints } from './comments.js';
import { fairnessEndpoints } from './fairness.js';
import { integrationsEndpoints } from './integrations.js';
import { interviewsEndpoints } from './interviews.js';
import { keysEndpoints } from './keys.js';
import { mailEndpoints } from './mail.js';
import { membersEndpoints } from './members.js';
import { privacyEndpoints } from './privacy.js';
import { recordingEndpoints } from './recording.js';
import { reportEndpoints } from './report.js';
import { serviceEndpoints } from './service.js';
import { usageEndpoints } from './usage.js';
import { webhooksEndpoints } from './webhooks.js';
import { workspaceEndpoints } from './workspace.js';
import type { Endpoint } from './endpoint.js';

export type { Credential, Endpoint } from './endpoint.js';

/** Every route of the API. The server binds a handler to each, the client calls them, the OpenAPI document lists them. */
export const endpoints = {
  ...interviewsEndpoints,
  ...workspaceEndpoints,
  ...assistantEndpoints,
  ...recordingEndpoints,
  ...commentsEndpoints,
  ...reportEndpoints,
  ...fairnessEndpoints,
  ...assessmentsEndpoints,
  ...keysEndpoints,
  ...membersEndpoints,
  ...mailEndpoints,
  ...webhooksEndpoints,
  ...integrationsEndpoints,
  ...usageEndpoints,
  ...auditEndpoints,
  ...privacyEndpoints,
  ...serviceEndpoints,
} satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
type Field<N extends EndpointName, K extends keyof Endpoint> = Endpoints[N] extends Record<K, infer S> ? S : undefined;
export type ParamsOf<N extends EndpointName> = Field<N, 'params'> extends z.ZodType ? z.infer<Field<N, 'params'>> : Record<string, never>;
export type QueryOf<N extends EndpointName> = Field<N, 'query'> extends z.ZodType ? z.infer<Field<N, 'query'>> : Record<string, never>;
/** A body as the server gets it, defaults filled in. */
export type BodyOf<N extends EndpointName> = Field<N, 'body'> extends z.ZodType ? z.infer<Field<N, 'body'>> : undefined;
/** A body or query as a caller may write it, defaults left out. */
export type BodyInputOf<N extends EndpointName> = Field<N, 'body'> extends z.ZodType ? z.input<Field<N, 'body'>> : undefined;
export type QueryInputOf<N extends EndpointName> = Field<N, 'query'> extends z.ZodType ? z.input<Field<N, 'query'>> : undefined;
export type AnswerOf<N extends EndpointName> = Field<N, 'answer'> extends z.ZodType ? z.infer<Field<N, 'answer'>> : null;
