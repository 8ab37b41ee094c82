import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const bundle = 'packages/sdk/dist/browser';
const kilobyte = 1000;

describe('what a page loads before the editor', () => {
  test('the script tag’s own script has at most 4 KB', async () => {
    expect(gzipSync(await readFile(join(bundle, 'embed/v1.js'))).length).toBeLessThanOrEqual(4 * kilobyte);
  });

  test.each(['interviewlm.js', 'hosted.js'])('%s and all it imports at once has at most 30 KB', async (entry) => {
    const sizes = await Promise.all((await closure([entry])).map(async (file) => gzipSync(await readFile(join(bundle, file))).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * kilobyte);
  });

  test('no script imports Monaco or the terminal before it is shown', async () => {
    for (const file of await closure(['interviewlm.js', 'hosted.js'])) {
      expect(file).not.toMatch(/xterm|monaco/);
    }
  });
});

test('a server can import the SDK, which touches no page until it is asked to', () => {
  const script = "import * as sdk from '@interviewlm/sdk'; console.log(typeof sdk.loadInterviewLM, typeof globalThis.customElements)";
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: 'packages/sdk', encoding: 'utf8' });
  expect(out.trim()).toBe('function undefined');
});

/** The files that these import statically, themselves included. */
async function closure(entries: readonly string[]): Promise<string[]> {
  const seen = new Set(entries);
  for (const file of seen) {
    const text = await readFile(join(bundle, file), 'utf8');
    for (const [, path] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) if (path) seen.add(path);
  }
  return [...seen];
}
