import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const bundle = 'packages/sdk/dist/browser';
const kilobyte = 1000;

describe('what a page loads before the editor', () => {
  test('the script tag’s own script has at most 4 KB', async () => {
    expect(gzipSync(await readFile(join(bundle, 'embed/v1.js'))).length).toBeLessThanOrEqual(4 * kilobyte);
  });

  /** By what a page begins with: the application's form, an interview at once, our own page, a frame. */
  const beginnings = {
    'an application': ['embed/v1.js', 'interviewlm.js', 'interview-apply'],
    'a workspace': ['embed/v1.js', 'interviewlm.js', 'interview-workspace'],
    'a hosted page': ['hosted.js', 'interview-workspace'],
    'a frame': ['frame.js', 'interview-workspace'],
  };

  test.each(Object.entries(beginnings))('%s has all it needs before Monaco in at most 30 KB', async (_name, entries) => {
    const files = await closure(await Promise.all(entries.map(built)));
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(bundle, file))).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(30 * kilobyte);
    expect(files.filter((file) => /xterm|markdown|chat|terminal|recorder/.test(file))).toEqual([]);
  });

  test('the console has its first section in at most 45 KB, and what a replay needs comes with a replay', async () => {
    const files = await closure([await built('console.js'), await built('console-interviews')]);
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(bundle, file))).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(45 * kilobyte);
    expect(files.filter((file) => /xterm|markdown|chat|terminal|recorder|replay/.test(file))).toEqual([]);
  });

  test('the script tag knows every module that a workspace begins with, so that none is heard of from another', async () => {
    const script = await readFile(join(bundle, 'embed/v1.js'), 'utf8');
    const [, listed = ''] = /=(\["interviewlm\.js"[^\]]*\])/.exec(script) ?? [];
    const { workspace } = JSON.parse(await readFile(join(bundle, 'ahead.json'), 'utf8')) as { workspace: string[] };
    expect(JSON.parse(listed)).toEqual(workspace);
    const own = workspace.filter((file) => !file.startsWith('monaco-'));
    expect((await closure(own)).sort()).toEqual(own.sort());
    expect(workspace.filter((file) => file.startsWith('monaco-')).length).toBeGreaterThan(1);
  });
});

describe('the pinned address', () => {
  test('the manifest lists what each script hashes to, and the README names the newest', async () => {
    const manifest = JSON.parse(await readFile(join(bundle, 'embed/manifest.json'), 'utf8')) as Manifest;
    const files = Object.entries({ ...manifest.integrity, [manifest.script.path]: manifest.script.integrity });
    expect(files.length).toBeGreaterThan(20);
    for (const [path, integrity] of files) {
      const name = path.replace(`/embed/${manifest.version}/`, '');
      const content = await readFile(join(bundle, name === 'v1.js' ? 'embed/v1.js' : name.replace(/^sdk\//, '')));
      expect(`sha384-${createHash('sha384').update(content).digest('base64')}`, path).toBe(integrity);
    }
    expect(await readFile('packages/sdk/README.md', 'utf8')).toContain(`${manifest.script.path}"`);
  });
});

test('a server can import the SDK, which touches no page until it is asked to', () => {
  const script = "import * as sdk from '@interviewlm/sdk'; console.log(typeof sdk.loadInterviewLM, typeof globalThis.customElements)";
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: 'packages/sdk', encoding: 'utf8' });
  expect(out.trim()).toBe('function undefined');
});

interface Manifest {
  readonly version: string;
  readonly script: { readonly path: string; readonly integrity: string };
  readonly integrity: Readonly<Record<string, string>>;
}

/** The file of a chunk by its name without the hash. */
async function built(name: string): Promise<string> {
  const found = (await readdir(bundle)).find((file) => file === name || new RegExp(`^${name}-[0-9a-f]+\\.js$`).test(file));
  return found ?? name;
}

/** The files that these import statically, themselves included. */
async function closure(entries: readonly string[]): Promise<string[]> {
  const seen = new Set(entries);
  for (const file of seen) {
    const text = await readFile(join(bundle, file), 'utf8');
    for (const [, path] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) if (path) seen.add(path);
  }
  return [...seen];
}
