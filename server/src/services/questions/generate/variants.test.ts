import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadRuntimes } from '../../runs/runtimes.js';
import { readFamilies } from '../layouts/own.js';
import { variantCount, variantOf, type Family } from './variants.js';

const runtimes = loadRuntimes();
const bundled = fileURLToPath(new URL('../../../../assessments/', import.meta.url));
let families: Family[];
beforeAll(async () => {
  families = await readFamilies(bundled, runtimes);
});

const all = (family: Family) => Array.from({ length: variantCount(family) }, (_, n) => variantOf(family, n + 1));

describe('VA1-VA3 variants of the bundled questions', () => {
  test('every combination can be made, the same each time, and no two are alike', () => {
    expect(families.map(({ source: { slug } }) => slug).sort()).toEqual(['json-diff', 'log-summary', 'meeting-rooms']);
    expect(families.map(variantCount).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(45);
    for (const family of families) {
      const made = all(family);
      expect(all(family)).toEqual(made);
      const contents = made.map(({ slug: _, title: __, ...content }) => JSON.stringify(content));
      expect(new Set(contents).size).toBe(made.length);
      expect(new Set(made.map(({ slug }) => slug)).size).toBe(made.length);
    }
  });

  test('a name is a whole word, and what is not there is an error', () => {
    const [family] = families;
    if (!family) throw new Error('There is no family');
    const one = (from: string, to: string): Family => ({
      ...family,
      variants: { axes: [{ name: 'a', choices: [{ name: 'b', replace: [{ from, to }] }] }] },
    });
    expect(() => variantOf(one('no such text', ''), 1)).toThrow(/^There is no "no such text" in /);
    const source = { ...family.source, instructions: 'sum sums (sum)' };
    expect(variantOf({ ...one('sum', 'add'), source }, 1).instructions).toBe('add sums (add)');
  });
});
