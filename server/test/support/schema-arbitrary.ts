import fc from 'fast-check';

export type JsonSchema = Record<string, unknown>;
type Components = Readonly<Record<string, JsonSchema>>;

const longestString = 60;
const mostItems = 4;

/** Values that a JSON schema of our contract allows. A keyword that isn't understood here throws: a value must never be valid by luck. */
export function fromSchema(schema: JsonSchema, components: Components): fc.Arbitrary<unknown> {
  const of = (inner: unknown) => fromSchema(inner as JsonSchema, components);
  const { $ref, const: constant, enum: choices, anyOf, oneOf, allOf, type } = schema;
  if (typeof $ref === 'string') return of(components[$ref.replace('#/components/schemas/', '')]);
  if ('const' in schema) return fc.constant(constant);
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  const either = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (either) return fc.oneof(...either.map(of));
  if (Array.isArray(allOf))
    return fc.tuple(...allOf.map(of)).map((parts) => Object.assign({}, ...(parts as object[])) as Record<string, unknown>);
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => of({ ...schema, type: each as unknown })));
  if (type === 'object') return objects(schema, of);
  if (type === 'array') return arrays(schema, of);
  if (type === 'string') return strings(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'integer' || type === 'number') return numbers(schema);
  if (Object.keys(schema).every((key) => key === 'default' || key === 'description')) return fc.jsonValue({ maxDepth: 1 });
  throw new Error(`No values are known for ${JSON.stringify(schema)}`);
}

type Of = (schema: unknown) => fc.Arbitrary<unknown>;

function objects({ properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema, of: Of): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties as object).map(([name, schema]) => [name, of(schema)]));
  const record = fc.record(known, { requiredKeys: required as string[] });
  if (typeof additionalProperties !== 'object' || Object.keys(additionalProperties as object).length === 0) return record;
  const names = propertyNames ? (of(propertyNames) as fc.Arbitrary<string>) : fc.string({ minLength: 1, maxLength: 20 });
  return fc.tuple(record, fc.dictionary(names, of(additionalProperties), { maxKeys: mostItems })).map(([a, b]) => ({ ...b, ...a }));
}

function arrays({ items = {}, prefixItems, minItems = 0, maxItems = Infinity }: JsonSchema, of: Of): fc.Arbitrary<unknown> {
  if (Array.isArray(prefixItems)) return fc.tuple(...prefixItems.map(of));
  const least = minItems as number;
  return fc.array(of(items), { minLength: least, maxLength: Math.min(maxItems as number, least + mostItems) });
}

function strings({ format, pattern, minLength = 0, maxLength = longestString }: JsonSchema): fc.Arbitrary<string> {
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'date-time') return time;
  if (format === 'date') return time.map((text) => text.slice(0, 10));
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.example$/);
  if (format === 'uri') return fc.webUrl();
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u'));
  const least = minLength as number;
  return fc.string({ unit: 'grapheme', minLength: least, maxLength: Math.max(least, Math.min(maxLength as number, longestString)) });
}

function numbers({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): fc.Arbitrary<number> {
  const least = (minimum ?? (exclusiveMinimum === undefined ? -1000 : (exclusiveMinimum as number) + 1)) as number;
  const most = (maximum ?? (exclusiveMaximum === undefined ? least + 1_000_000 : (exclusiveMaximum as number) - 1)) as number;
  return type === 'integer' ? fc.integer({ min: least, max: most }) : fc.double({ min: least, max: most, noNaN: true });
}

/** Anything but what the schema asks for, in one place: a part left out, of another type, too long, or something nobody asked for. */
export function broken(value: unknown): fc.Arbitrary<unknown> {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, -1, 1e308, '', '\u0000', '\ud800', '../../etc/passwd', [], {}, true, 'x'.repeat(5000), "' or 1=1 --"),
    fc.jsonValue({ maxDepth: 2 }),
  );
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return junk;
  const keys = Object.keys(value);
  return fc.oneof(
    fc.tuple(fc.constantFrom(...keys), junk).map(([key, bad]) => ({ ...value, [key]: bad })),
    fc.constantFrom(...keys).map((key) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))),
    fc.constant({ ...value, __proto__: { polluted: true }, constructor: 1, unknown_member: 'x' }),
    junk,
  );
}
