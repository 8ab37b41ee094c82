import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunLimits, type RunLimits as Limits, type RuntimeName, type SourceFile } from '@interviewlm/protocol';
import { createLocalProvider } from '../../../providers/local/index.js';
import { runTests, type UnsavedRun } from '../execute.js';
import { loadRuntimes, type Runtime } from '../runtimes.js';

/** The real sandbox with freshly built harnesses, for tests that run code. */
export async function openBench() {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../../../runtimes/javascript/tools/build.mjs', import.meta.url))]);
  const folder = await mkdtemp(join(tmpdir(), 'interviewlm-runs-'));
  const provider = createLocalProvider({ dataDir: folder, node: dirname(dirname(process.execPath)) });
  const runtimes = loadRuntimes();
  const runtime = (name: RuntimeName): Runtime => {
    const found = runtimes.get(name);
    if (!found) throw new Error(`no runtime ${name}`);
    return found;
  };
  return {
    sandboxes: provider.sandboxes,
    runtime,
    run: (
      name: RuntimeName,
      files: Files,
      tests: Files,
      options: { expected?: string[]; limits?: Partial<Limits> } = {},
    ): Promise<UnsavedRun> =>
      runTests({
        sandboxes: provider.sandboxes,
        runtime: runtime(name),
        volume: null,
        files: asFiles(files),
        tests: asFiles(tests),
        expected: options.expected ?? null,
        limits: RunLimits.parse({ ...runtime(name).limits, ...options.limits }),
        signal: new AbortController().signal,
      }),
    async close() {
      await provider.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Content by path. */
export type Files = Readonly<Record<string, string>>;

const asFiles = (files: Files): SourceFile[] => Object.entries(files).map(([path, content]) => ({ path, content }));
