/** Checks of values that came from outside, for those who build on their shape. */
export type Check = (value: unknown) => boolean;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const text: Check = (value) => typeof value === 'string';
export const flag: Check = (value) => typeof value === 'boolean';
export const list: Check = (value) => Array.isArray(value);
export const count = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const number: Check = (value) => Number.isFinite(value);
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
export const record = (members: Record<string, Check>): Check => {
  const checks = Object.entries(members);
  return (value) => isRecord(value) && checks.every(([name, check]) => check(value[name]));
};
export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
