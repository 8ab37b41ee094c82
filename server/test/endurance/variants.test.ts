import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readFamilies } from '../../src/services/questions/layouts/own.js';
import { proveGenerated } from '../../src/services/questions/prove-generated.js';
import { variantCount, variantOf } from '../../src/services/questions/generate/variants.js';
import { loadRuntimes, runtimeOf } from '../../src/services/runs/runtimes.js';
import { openBench } from '../../src/services/runs/testing/bench.js';

const runtimes = loadRuntimes();
const bundled = fileURLToPath(new URL('../../assessments/', import.meta.url));

// Each takes seconds: its reference runs three times, its starter once and some mutants.
test('every variant of every bundled question passes the proof of generated questions', async () => {
  const bench = await openBench();
  try {
    const refused: string[] = [];
    for (const family of await readFamilies(bundled, runtimes)) {
      for (let n = 1; n <= variantCount(family); n++) {
        const source = variantOf(family, n);
        const runtime = runtimeOf(runtimes, source.runtime);
        const result = await proveGenerated({ sandboxes: bench.sandboxes, runtime, source, signal: new AbortController().signal });
        if ('reason' in result) refused.push(`${source.slug}: ${result.reason}`);
      }
    }
    expect(refused).toEqual([]);
  } finally {
    await bench.close();
  }
}, 900_000);
