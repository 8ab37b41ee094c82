export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export type Operation =
  { op: 'add'; path: string; value: Json } | { op: 'remove'; path: string } | { op: 'replace'; path: string; value: Json };

export function diff(before: Json, after: Json): Operation[] {
  return [];
}
