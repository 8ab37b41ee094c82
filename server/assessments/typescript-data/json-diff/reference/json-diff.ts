export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export type Operation =
  { op: 'add'; path: string; value: Json } | { op: 'remove'; path: string } | { op: 'replace'; path: string; value: Json };

export function diff(before: Json, after: Json, path = ''): Operation[] {
  if (Array.isArray(before) && Array.isArray(after)) return diffArrays(before, after, path);
  if (isObject(before) && isObject(after)) return diffObjects(before, after, path);
  return equal(before, after) ? [] : [{ op: 'replace', path, value: after }];
}

type JsonObject = { [name: string]: Json };

function diffObjects(before: JsonObject, after: JsonObject, path: string): Operation[] {
  const operations: Operation[] = [];
  for (const name of Object.keys(before)) {
    const at = `${path}/${escape(name)}`;
    if (Object.hasOwn(after, name)) operations.push(...diff(before[name]!, after[name]!, at));
    else operations.push({ op: 'remove', path: at });
  }
  for (const name of Object.keys(after)) {
    if (!Object.hasOwn(before, name)) operations.push({ op: 'add', path: `${path}/${escape(name)}`, value: after[name]! });
  }
  return operations;
}

function diffArrays(before: Json[], after: Json[], path: string): Operation[] {
  const [left, right] = [before.map(canonical), after.map(canonical)];
  if (left.length === right.length) {
    const different = left.flatMap((text, index) => (text === right[index] ? [] : [index]));
    const [only] = different;
    if (different.length === 0) return [];
    if (different.length === 1 && only !== undefined) return diff(before[only]!, after[only]!, `${path}/${only}`);
  }
  const lengths = commonLengths(left, right);
  const operations: Operation[] = [];
  let [i, j, at] = [0, 0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i += 1;
      j += 1;
      at += 1;
    } else if (j >= right.length || (i < left.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      operations.push({ op: 'remove', path: `${path}/${at}` });
      i += 1;
    } else {
      operations.push({ op: 'add', path: `${path}/${at}`, value: after[j]! });
      j += 1;
      at += 1;
    }
  }
  return operations;
}

/** `[i][j]`: length of the longest common subsequence of what follows `i` and `j`. */
function commonLengths(left: string[], right: string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = left[i] === right[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const equal = (one: Json, other: Json) => canonical(one) === canonical(other);
const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`);
  return `{${members.join()}}`;
}
