import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { endpoints, type Endpoint, type EndpointName } from '@interviewlm/protocol';
import { openApiDocument } from '../../src/api/openapi/document.js';
import type { TestApi } from './api.js';
import { character } from './character.js';
import { broken, fromSchema, type JsonSchema } from './schema-arbitrary.js';

interface Media {
  readonly schema: JsonSchema;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema; readonly $ref?: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': Media } };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

interface Request {
  readonly name: EndpointName;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

const document = openApiDocument('http://localhost') as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
};
const { schemas } = document.components;

/** These start sandboxes or models, or make a whole file: asked for less often. */
const slow = new Set<EndpointName>([
  'runTests',
  'submitInterview',
  'sendMessage',
  'exportInterview',
  'getReportPdf',
  'testWebhookEndpoint',
]);

const operationOf = ({ method, path }: Endpoint): Operation => {
  const operation = document.paths[path.replace(/[:*](\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return operation;
};

/** Endless, or not about the request: whether the machine is well. */
const left = new Set<EndpointName>(['streamEvents', 'ready']);

const junk = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e9', 'null', '%00', '../..', 'x'.repeat(600), "'; drop table interviews --", '\u202e', 'nope', '{}'),
  fc.string({ unit: character, maxLength: 30 }),
);

/** A request to an endpoint: often what its schemas allow, on things that are there; often wrong in one place. */
function requestOf(name: EndpointName, endpoint: Endpoint, things: Readonly<Record<string, string>>): fc.Arbitrary<Request> {
  const operation = operationOf(endpoint);
  const parameters = (operation.parameters ?? []).filter(({ $ref }) => $ref === undefined);
  const inPath = parameters.filter((each) => each.in === 'path');
  const inQuery = parameters.filter((each) => each.in === 'query');
  const schema = operation.requestBody?.content['application/json'].schema;
  const path = fc.tuple(
    ...inPath.map((each) =>
      fc.oneof(
        { weight: 8, arbitrary: fc.constant(things[thingOf(endpoint, each.name)] ?? 'nope') },
        { weight: 1, arbitrary: fromSchema(each.schema, schemas).map(String) },
        { weight: 1, arbitrary: junk },
      ),
    ),
  );
  const query = fc.tuple(
    ...inQuery.map((each) => fc.option(fc.oneof({ weight: 4, arbitrary: fromSchema(each.schema, schemas).map(String) }, junk))),
  );
  const whole = schema ? fromSchema(schema, schemas).map((value) => patched(value, things)) : fc.constant(undefined);
  const body = schema
    ? fc.oneof(
        { weight: 5, arbitrary: whole.map((value) => JSON.stringify(value)) },
        { weight: 4, arbitrary: whole.chain(broken).map((value) => JSON.stringify(value)) },
        {
          weight: 1,
          arbitrary: fc.oneof(
            junk,
            whole.map((value) => JSON.stringify(value).slice(0, -1)),
          ),
        },
      )
    : fc.constant(undefined);
  const headers = fc.record(
    {
      'idempotency-key': fc.oneof(fc.constantFrom('same', 'x'.repeat(300)), fc.uuid()),
      'interviewlm-version': fc.constantFrom('2026-11-24', 'tomorrow'),
      'if-match': fc.constantFrom('1', '"1"', 'x', '-1', '99999999999999999999'),
      'last-event-id': fc.constantFrom('1', 'x', '-5', '99999999999999999999'),
      accept: fc.constantFrom('*/*', 'text/event-stream', 'application/json'),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(path, query, body, headers).map(([params, search, text, extra]) => ({
    name,
    path: addressOf(
      endpoint,
      params,
      inQuery.map(({ name: key }, index) => [key, search[index] ?? null] as const),
    ),
    headers: extra,
    body: text,
  }));
}

const thingOf = ({ path }: Endpoint, name: string) =>
  name === 'id' ? (path.startsWith('/api/assessments') ? 'assessment' : 'interview') : name;

/** Ids that a schema makes up are of nothing: where an assessment is meant, it is one that is there. */
function patched(value: unknown, things: Readonly<Record<string, string>>): unknown {
  if (typeof value !== 'object' || value === null || !('assessment' in value)) return value;
  return { ...value, assessment: things['assessment'] };
}

function addressOf({ path }: Endpoint, params: readonly string[], search: readonly (readonly [string, string | null])[]): string {
  let next = 0;
  // An empty parameter would make it another route's path.
  const place = path.replace(/[:*]\w+/g, () => encodeSafely(params[next++] || ' '));
  const query = search.flatMap(([key, value]) => (value === null ? [] : [`${key}=${encodeSafely(value)}`])).join('&');
  return query ? `${place}?${query}` : place;
}

const encodeSafely = (text: string) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

export interface Fuzzed {
  readonly sent: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers that are 5xx, or that the document doesn't allow. */
  readonly problems: readonly string[];
}

/** Sends `count` generated requests and holds every answer against the document. The same seed sends the same requests. */
export async function fuzz(api: TestApi, things: Readonly<Record<string, string>>, count: number, seed: number): Promise<Fuzzed> {
  const all = (Object.entries(endpoints) as [EndpointName, Endpoint][]).filter(([name]) => !left.has(name));
  const requests = fc.sample(
    fc.oneof(...all.map(([name, each]) => ({ weight: slow.has(name) ? 1 : 40, arbitrary: requestOf(name, each, things) }))),
    { numRuns: count, seed },
  );
  const validators = new Validators();
  const statuses: Record<number, number> = {};
  const problems: string[] = [];
  const one = async ({ name, path, headers, body }: Request) => {
    const endpoint: Endpoint = endpoints[name];
    const who = endpoint.credentials.includes('publishable') ? api.acme.page : api.acme.secret;
    const answer = await who.send(endpoint.method, path, body, headers);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const problem = validators.problemOf(endpoint, answer.status, answer.headers.get('content-type') ?? '', answer.body);
    if (problem) problems.push(`${endpoint.method} ${path} ${body ?? ''} ${JSON.stringify(headers)}: ${answer.status} ${problem}`);
  };
  const lanes = Array.from({ length: 8 }, async () => {
    for (let request = requests.pop(); request; request = requests.pop()) await one(request);
  });
  await Promise.all(lanes);
  return { sent: count, statuses, problems };
}

class Validators {
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
  readonly #known = new Map<JsonSchema, ValidateFunction>();

  constructor() {
    this.#ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** What of an answer the document doesn't allow; null when it allows it. */
  problemOf(endpoint: Endpoint, status: number, type: string, body: unknown): string | null {
    if (status >= 500) return `${status}: ${JSON.stringify(body)}`;
    // A path whose parameter is empty or strange is another route's, or nobody's.
    if (status === 405 || (status === 404 && type.includes('problem'))) return null;
    const response = operationOf(endpoint).responses[status];
    if (!response) return 'a status that the document does not name';
    if (status === 204) return null;
    const media = type.split(';')[0] ?? '';
    const schema = response.content?.[media]?.schema;
    if (!schema) return `a media type that the document does not name: ${media}`;
    if (!media.includes('json')) return null;
    const validate = this.#known.get(schema) ?? this.#ajv.compile(absolute(schema) as JsonSchema);
    this.#known.set(schema, validate);
    return validate(body) ? null : this.#ajv.errorsText(validate.errors);
  }
}

/** References point into the document, wherever the schema stands. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'document#') : absolute(value),
  ]);
  return Object.fromEntries(entries) as unknown;
}
