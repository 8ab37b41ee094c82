import { escapeHtml } from '../../../services/html.js';
import type { JsonSchema } from '../schemas.js';
import { prose } from './prose.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  [limit: string]: unknown;
}

/** A schema as a list of its fields; what isn't an object is one line. Named schemas are links to their own entry. */
export function schemaView(schema: JsonSchema): string {
  const { properties, allOf, oneOf } = schema as Schema;
  if (properties) return fieldList(schema);
  if (allOf) return allOf.map((part) => schemaView(part)).join('');
  if (oneOf)
    return `<ul class="fields">${oneOf.map((part) => `<li>${part.properties ? fieldList(part) : typeOf(part)}</li>`).join('')}</ul>`;
  return `<p class="type">${typeOf(schema)}</p>`;
}

/** A field or parameter: its name, what it may hold, and whether it must be there. */
export function field(name: string, schema: JsonSchema, isRequired: boolean): string {
  const inner = objectIn(schema);
  const note = (schema as Schema).description;
  return `<li><code>${escapeHtml(name)}</code> <span class="type">${typeOf(schema)}${isRequired ? ', required' : ''}</span>${
    note ? ` ${prose(note)}` : ''
  }${inner ? fieldList(inner) : ''}</li>`;
}

const fieldList = ({ properties = {}, required = [] }: Schema): string =>
  `<ul class="fields">${Object.entries(properties)
    .map(([name, schema]) => field(name, schema, required.includes(name)))
    .join('')}</ul>`;

/** The object written in place inside a field, an array's items included. */
function objectIn({ properties, items, anyOf, ...rest }: Schema): Schema | null {
  if (properties) return { properties, ...rest };
  if (typeof items === 'object') return objectIn(items);
  return anyOf?.map(objectIn).find((found) => found !== null) ?? null;
}

function typeOf(schema: Schema): string {
  const { $ref, enum: choices, anyOf, oneOf, items, type, format } = schema;
  if ($ref) return linkTo($ref);
  if ('const' in schema) return json(schema.const);
  if (choices) return choices.map(json).join(' or ') + limitsOf(schema);
  const either = anyOf ?? oneOf;
  if (either) return [...new Set(either.map(typeOf))].join(' or ') + limitsOf(schema);
  if (type === 'array') return `list of ${typeof items === 'object' ? typeOf(items) : 'anything'}${limitsOf(schema)}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') return `map to ${typeOf(schema.additionalProperties)}`;
  const name = Array.isArray(type) ? type.join(' or ') : (type ?? 'anything');
  return escapeHtml(format ? `${name} (${format})` : name) + limitsOf(schema);
}

const linkTo = ($ref: string): string => {
  const name = escapeHtml($ref.split('/').at(-1) ?? '');
  return `<a href="#schema-${name}">${name}</a>`;
};
const json = (value: unknown): string => `<code>${escapeHtml(JSON.stringify(value))}</code>`;

const limits: readonly (readonly [string, (value: string) => string])[] = [
  ['minimum', (value) => `at least ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['minLength', (value) => `at least ${value} characters`],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value} items`],
  ['maxItems', (value) => `at most ${value} items`],
  ['pattern', (value) => `matches <code>${escapeHtml(value)}</code>`],
];

function limitsOf(schema: Schema): string {
  const said = limits.filter(([key]) => schema[key] !== undefined).map(([key, say]) => say(String(schema[key])));
  if (schema.default !== undefined) said.push(`${json(schema.default)} if left out`);
  return said.map((text) => `, ${text}`).join('');
}
