import { readFileSync, readdirSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RunLimits, RuntimeName } from '@interviewlm/protocol';
import { z } from 'zod';
import type { RuntimeImage } from '../volumes/port.js';

const Words = z.array(z.string().min(1)).min(1);

/** `server/runtimes/<name>/runtime.json`: how one language is built, run and read. */
export const RuntimeFile = z.strictObject({
  name: RuntimeName,
  title: z.string().min(1),
  image: z.strictObject({ registry: z.string().min(1), commands: z.array(z.string()).default([]) }),
  /** Folder of `server/runtimes` with our harness, mounted read-only at `/opt/runtime`. */
  tools: z.string().nullable().default(null),
  env: z.record(z.string(), z.string()).default({}),
  /** `{report}` becomes the report's path, `{options}` as a word of its own what `options` adds. */
  argv: Words,
  /** Words that are added when a test file contains `when`. Solutions have no say: these loosen the runtime's own fences. */
  options: z.array(z.strictObject({ when: z.string().min(1), argv: Words })).default([]),
  /** How its report is read: `signed` by our harness, which is told the test files on its standard input. No other can be trusted. */
  report: z.strictObject({ format: z.literal('signed') }),
  /** Globs of the files that are run as tests; other files beside them are helpers and data. */
  tests: Words,
  /** Exits 0 in a sandbox where the toolchain is there. */
  detect: Words,
  /** Of questions that set none. */
  limits: RunLimits.prefault({}),
  disk_mb: z.number().int().min(16).max(4096).default(128),
  cpu: z.number().positive().max(8).default(1),
});
export type RuntimeFile = z.infer<typeof RuntimeFile>;

export interface Runtime extends Omit<RuntimeFile, 'image'> {
  image: RuntimeImage;
}

export type Runtimes = ReadonlyMap<RuntimeName, Runtime>;

const bundled = fileURLToPath(new URL('../../../runtimes/', import.meta.url));

/** Every runtime of a folder. Throws with the file's name when one isn't what `RuntimeFile` says. */
export function loadRuntimes(folder = bundled): Runtimes {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(names.map(({ name }) => load(folder, name)).map((runtime) => [runtime.name, runtime]));
}

export function runtimeOf(runtimes: Runtimes, name: RuntimeName): Runtime {
  const found = runtimes.get(name);
  if (!found) throw new Error(`There is no runtime ${name}`);
  return found;
}

/** The paths that this runtime runs as tests. */
export const testPaths = (runtime: Runtime, paths: readonly string[]) =>
  paths.filter((path) => runtime.tests.some((glob) => matchesGlob(path, glob)));

function load(folder: string, name: string): Runtime {
  const path = join(folder, name, 'runtime.json');
  const parsed = RuntimeFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not a runtime: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.name !== name) throw new Error(`${path} is named ${parsed.data.name}`);
  const { image, ...runtime } = parsed.data;
  const tools = runtime.tools === null ? null : join(folder, runtime.tools);
  return { ...runtime, image: { name: runtime.name, ...image, tools, env: runtime.env } };
}
