import * as protocol from '@interviewlm/protocol';
import { z } from 'zod';
import { examples } from './examples.js';

export type JsonSchema = Record<string, unknown>;

/** `input` is what a caller may write, with defaults left out; `output` is what the server answers. */
export type Side = 'input' | 'output';

/**
 * Turns zod schemas into JSON Schema that refers to the contract's named schemas, and collects those that were referred to.
 * A schema that looks different from the two sides is written twice, `NewKey` and `NewKeyInput`.
 */
export class SchemaBook {
  readonly #named = { input: namedSchemas('input'), output: namedSchemas('output') };
  readonly #used = new Map<string, JsonSchema>();

  /** A schema, or a reference to it where the contract has a name for it. */
  of(schema: z.ZodType, side: Side): JsonSchema {
    const id = registry.get(schema)?.id;
    if (id) return this.#refer(id, side);
    const inline = z.toJSONSchema(schema, { ...options(side), metadata: registry, reused: 'inline' });
    const { $defs = {}, $schema: _version, ...rest } = inline;
    for (const name of Object.keys($defs)) this.#refer(name, side);
    return this.#relink(rest, side) as JsonSchema;
  }

  /** Everything that was referred to, by name. */
  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#used].sort(([a], [b]) => a.localeCompare(b)));
  }

  #refer(id: string, side: Side): JsonSchema {
    const name = this.#nameOf(id, side);
    if (!this.#used.has(name)) {
      this.#used.set(name, {});
      const { $id: _id, $schema: _version, ...schema } = this.#named[side][id] ?? {};
      const example = id in examples ? { examples: [examples[id]] } : {};
      this.#used.set(name, { ...(this.#relink(schema, side) as JsonSchema), ...example });
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #nameOf(id: string, side: Side): string {
    const differs = JSON.stringify(this.#named.input[id]) !== JSON.stringify(this.#named.output[id]);
    return side === 'input' && differs ? `${id}Input` : id;
  }

  /** Points references at the document's components. */
  #relink(node: unknown, side: Side): unknown {
    if (Array.isArray(node)) return node.map((item) => this.#relink(item, side));
    if (typeof node !== 'object' || node === null) return node;
    const { $ref, ...rest } = node as { $ref?: unknown };
    if (typeof $ref === 'string') return this.#refer($ref.split('/').at(-1) ?? '', side);
    const said = Object.entries(rest).filter(([key, value]) => !isNoise(key, value, rest));
    return Object.fromEntries(said.map(([key, value]) => [key, this.#relink(value, side)]));
  }
}

/** Every exported schema of the contract that describes an object or a choice; plain strings and numbers read better in place. */
const registry = z.registry<{ id: string }>();
for (const [id, value] of Object.entries(protocol)) {
  if (value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion || value instanceof z.ZodIntersection)
    registry.add(value, { id });
}

/**
 * What zod adds that a reader has no use for: the range of every whole number, and the pattern behind a format that has a name.
 * Fields may be added to answers, so no answer is closed.
 */
function isNoise(key: string, value: unknown, { format }: JsonSchema): boolean {
  if (key === 'additionalProperties') return value === false;
  if (key === 'pattern') return format !== undefined;
  return (key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

const options = (io: Side) => ({ io, target: 'draft-2020-12', unrepresentable: 'any' }) as const;

function namedSchemas(side: Side): Record<string, JsonSchema> {
  return z.toJSONSchema(registry, { ...options(side), uri: (id) => `#/$defs/${id}` }).schemas;
}
