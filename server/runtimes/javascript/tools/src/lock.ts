import { builtin } from './primordials.js';

/**
 * Holds the language's own functions fast, so that neither the assertions nor the tests can be fooled by a solution that
 * replaces `Object.is` or `Array.prototype.every`. Methods may still be added (`Array.prototype.last`), objects may still shadow what they
 * inherit (`this.name = …`), and what tests like to fake stays free: the clock, `Math.random`, timers, `fetch`, `console`.
 * A few can't be held without losing V8's fast paths (regular expressions become 40 times slower, spreading 25 times);
 * those are watched instead: `replacedBuiltin` is asked around every assertion and after every test.
 */
export function lockIntrinsics(): void {
  for (const name of globalNames) {
    const value: unknown = Reflect.get(global, name);
    if (!isObject(value)) continue;
    if (!replaceable.has(name)) lockAll(value);
    if (typeof value === 'function' && isObject(value.prototype)) lockAll(value.prototype);
    if (!replaceable.has(name)) lock(global, name);
  }
  for (const hidden of hiddenPrototypes()) lockAll(hidden);
  // `toJSON`, `then` or `get` here would speak for every object of the harness: its lines, its failures, its proxies.
  Object.preventExtensions(Object.prototype);
}

/** The name of a watched built-in that was replaced, or null. */
export function replacedBuiltin(): string | null {
  for (let i = 0; i < watched.length; i++) {
    const one = watched[i];
    if (one && one.owner[one.key] !== one.value) return String(one.key);
  }
  // Keys that are indices come first. One here would stand in for items of every array that is being filled.
  const first = Reflect.ownKeys(Array.prototype)[0];
  return typeof first === 'string' && first >= '0' && first < ':' ? `Array.prototype[${first}]` : null;
}

/** The ways that lead around the harness: assertion functions, module loading, snapshots of the memory that holds the nonce. */
export function lockModules(): void {
  const assert = builtin('node:assert');
  for (const variant of [assert, assert.strict]) lockAll(variant);
  const moduleApi = builtin('node:module');
  for (const name of ['registerHooks', 'register', 'runMain', 'enableCompileCache']) refuse(moduleApi, name);
  for (const owner of [moduleApi, moduleApi.prototype, Reflect.get(moduleApi, '_extensions') as object]) lockAll(owner);
  const v8 = builtin('node:v8');
  for (const name of ['getHeapSnapshot', 'writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'setFlagsFromString', 'queryObjects'])
    refuse(v8, name);
  for (const name of ['binding', '_linkedBinding', 'dlopen', '_debugProcess']) refuse(process, name);
  moduleApi.syncBuiltinESMExports();
}

const globalNames = (
  'Object Function Array String Number Boolean Symbol BigInt Math JSON Reflect Proxy Promise Map Set WeakMap WeakSet ' +
  'WeakRef RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError Date ArrayBuffer ' +
  'SharedArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array ' +
  'Float64Array BigInt64Array BigUint64Array Iterator Intl isNaN isFinite parseInt parseFloat'
).split(' ');

interface Watched {
  owner: Record<string | symbol, unknown>;
  key: string | symbol;
  value: unknown;
}
const watched: Watched[] = [];

/** Tests put fakes in their place. */
const replaceable = new Set(['Date', 'Intl']);
const free = new Set<unknown>(['Math.random', 'Error.stackTraceLimit', 'Error.prepareStackTrace']);

function lockAll(owner: object): void {
  for (const key of Reflect.ownKeys(owner)) lock(owner, key);
}

function lock(owner: object, key: string | symbol): void {
  const found = Reflect.getOwnPropertyDescriptor(owner, key);
  if (!found?.configurable || free.has(`${nameOf(owner)}.${String(key)}`)) return;
  if (isFastPath(owner, key)) {
    if ('value' in found) watched.push({ owner: owner as Watched['owner'], key, value: found.value });
    return;
  }
  if (!('value' in found)) {
    Reflect.defineProperty(owner, key, { ...found, configurable: false });
    return;
  }
  if (!isInherited(owner)) {
    Reflect.defineProperty(owner, key, { ...found, writable: false, configurable: false });
    return;
  }
  const value: unknown = found.value;
  // A read-only property would forbid `heir.toString = …` too (the language's "override mistake"): a setter lets heirs have their own.
  Reflect.defineProperty(owner, key, {
    get: () => value,
    set(this: unknown, own: unknown) {
      // Node's own fake Date assigns what is there already.
      if (this === owner && own === value) return;
      if (this === owner || !isObject(this)) throw new TypeError(`Cannot replace the built-in '${String(key)}'`);
      Reflect.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
    enumerable: found.enumerable ?? false,
    configurable: false,
  });
}

/** What V8 checks before it takes a short cut. */
function isFastPath(owner: object, key: string | symbol): boolean {
  if (owner === RegExp || owner === RegExp.prototype || iterators.includes(owner) || key === Symbol.species) return true;
  const collection = owner === Array.prototype || owner === Set.prototype || owner === Map.prototype;
  return collection && (typeof key === 'symbol' || key === 'constructor');
}

/** Prototypes whose heirs commonly shadow what they inherit. The rest stay plain data, which engines read faster. */
function isInherited(owner: object): boolean {
  return (
    owner === Object.prototype ||
    owner === Function.prototype ||
    owner === Date.prototype ||
    owner instanceof Error ||
    owner === Error.prototype
  );
}

function refuse(owner: object, name: string): void {
  if (!(name in owner)) return;
  const value = () => {
    throw new Error(`${name} is not available in a test run`);
  };
  Reflect.defineProperty(owner, name, { value, writable: false, configurable: false, enumerable: true });
}

function hiddenPrototypes(): object[] {
  const generator = up(function* () {}.prototype as object);
  const asyncGenerator = up(async function* () {}.prototype as object);
  const text = [''[Symbol.iterator](), ''.matchAll(/(?:)/g)].map(up);
  return [
    up(Uint8Array),
    up(Uint8Array.prototype),
    generator,
    asyncGenerator,
    up(asyncGenerator),
    ...iterators,
    ...text,
    up(async () => {}),
  ];
}

const up = (value: object) => Reflect.getPrototypeOf(value) ?? {};
const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values()].map(up);
iterators.push(up(up([][Symbol.iterator]())));

const nameOf = (owner: object) => (owner === Math ? 'Math' : owner === Error ? 'Error' : '');

const isObject = (value: unknown): value is object & { prototype?: unknown } =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
