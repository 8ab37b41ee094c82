import { apiVersion, endpoints, errors, Problem, type Credential, type Endpoint, type ErrorCode } from '@interviewlm/protocol';
import type { z } from 'zod';
import { SchemaBook, type JsonSchema } from './schemas.js';

const problemType = 'application/problem+json';

const tags: Record<Endpoint['tag'], string> = {
  Interviews: 'From invitation to report.',
  Workspace: 'Files, test runs and questions of one interview.',
  Assistant: 'The conversation with the AI assistant.',
  Recording: 'The event log and its replay.',
  Mail: 'What we write to candidates and to hiring teams by e-mail.',
  Assessments: 'What candidates are asked.',
  Keys: 'Credentials of the tenant.',
  Members: 'The people who may sign in to the console.',
  Webhooks: 'Where we tell your server what happened.',
  Integrations: 'Applicant tracking systems that order interviews.',
  Usage: 'What was used and what it costs.',
  Privacy: 'Legal holds, and for how long what is kept.',
  'Audit log': 'Who changed what.',
  Service: 'The server itself.',
};

const securitySchemes: Record<string, JsonSchema> = {
  secret: { type: 'http', scheme: 'bearer', description: 'A secret key, `ilm_sk_…`: server to server only.' },
  secretBasic: { type: 'http', scheme: 'basic', description: 'A secret key as the user name, with any password.' },
  publishable: { type: 'http', scheme: 'bearer', description: 'A publishable key, `ilm_pk_…`, from a page whose origin is on the list.' },
  session: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A session token: one interview, one role, at most 15 minutes.',
  },
};

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Repeats of the same request with the same key get the first answer again for 24 hours, and change nothing.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$', examples: ['0f9f8a52-3f0e-4a7b-9a55-0d2b7a3f6b11'] },
};

/** Errors that any endpoint can answer with, beyond those of its own. */
const common: readonly ErrorCode[] = ['invalid_request', 'rate_limited', 'internal'];
const withCredential: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'forbidden', 'origin_not_allowed'];
const withKey: readonly ErrorCode[] = ['idempotency_in_flight', 'idempotency_mismatch'];
const withBody: readonly ErrorCode[] = ['malformed_json', 'too_large', 'unsupported_media_type'];

/** The OpenAPI 3.1 document, made from the same schemas that check each request. */
export function openApiDocument(serverUrl: string): JsonSchema {
  const book = new SchemaBook();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = endpoint.path.replace(/[:*](\w+)/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(book, name, endpoint);
  }
  book.of(Problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'InterviewLM',
      version: apiVersion,
      description: 'AI-assisted coding interviews that live inside other people’s products.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: book.components(),
      securitySchemes,
      parameters: { IdempotencyKey: idempotencyKey },
    },
  };
}

function operation(book: SchemaBook, operationId: string, endpoint: Endpoint): JsonSchema {
  return {
    operationId,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: security(endpoint.credentials),
    ...parameters(book, endpoint),
    ...(endpoint.body && { requestBody: { required: true, content: { 'application/json': { schema: book.of(endpoint.body, 'input') } } } }),
    responses: { [endpoint.status]: success(book, endpoint), ...failures(endpoint) },
  };
}

function security(credentials: readonly Credential[]): JsonSchema[] {
  const names = credentials.flatMap((credential) => {
    if (credential === 'public' || credential === 'code') return [];
    if (credential === 'secret') return ['secret', 'secretBasic'];
    return credential === 'publishable' ? ['publishable'] : ['session'];
  });
  return [...new Set(names)].map((name) => ({ [name]: [] }));
}

function parameters(book: SchemaBook, { method, params, query }: Endpoint): { parameters?: JsonSchema[] } {
  const inPath = Object.entries(shapeOf(params)).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: book.of(schema, 'output'),
  }));
  const inQuery = Object.entries(shapeOf(query)).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: book.of(schema, 'output'),
  }));
  const all = [...inPath, ...inQuery, ...(method === 'POST' ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])];
  return all.length > 0 ? { parameters: all } : {};
}

const shapeOf = (schema: z.ZodObject | undefined) => (schema?.shape ?? {}) as Record<string, z.ZodType>;

function success(book: SchemaBook, { answer, stream, status, media }: Endpoint): JsonSchema {
  const description = status === 204 ? 'Done.' : status === 201 ? 'Made.' : 'The answer.';
  const schema = answer && book.of(answer, 'output');
  const content = {
    ...(schema && stream !== 'always' && { 'application/json': { schema } }),
    ...(media !== undefined && { [media]: { schema: { type: 'string', contentMediaType: media } } }),
    ...(stream && { 'text/event-stream': { schema: eventStream(stream === 'always' ? schema : null) } }),
  };
  return Object.keys(content).length > 0 ? { description, content } : { description };
}

/** Each `data` line of the stream is JSON, of `event` where every event has one shape. */
const eventStream = (event: JsonSchema | null): JsonSchema => ({
  type: 'string',
  description: 'Server-sent events; each `data` line is JSON.',
  ...(event && { contentMediaType: 'application/json', contentSchema: event }),
});

/** One response for each status, naming the codes that it can carry. */
function failures({ method, credentials, body, errors: own }: Endpoint): Record<string, JsonSchema> {
  const known = credentials.includes('public') ? [] : [...withCredential, ...(method === 'POST' ? withKey : [])];
  const codes = [...common, ...known, ...(body ? withBody : []), ...own];
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) byStatus.set(errors[code][0], [...(byStatus.get(errors[code][0]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, names]) => [
        status,
        {
          description: names.map((code) => `\`${code}\`: ${errors[code][1]}.`).join(' '),
          content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}
