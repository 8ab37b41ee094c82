import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { serveHostPage } from './host-page.js';
import type { Product } from './product.js';

/** An example that Vite builds, built anew and served beside a server that answers for session tokens, on the demo's listed origin. */
export async function serveExample(product: Product, name: string) {
  const outDir = await mkdtemp(join(tmpdir(), `interviewlm-${name}-`));
  // As its README says it, in the environment of somebody's shell and not in that of a test.
  const env = { ...process.env, NODE_ENV: 'production', VITE_INTERVIEWLM_URL: product.baseUrl };
  const vite = [resolve('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, vite, { cwd: `examples/${name}`, env });
  const assets = await readdir(join(outDir, 'assets'));
  const files = await Promise.all(
    assets.map(async (file) => [`/assets/${file}`, await readFile(join(outDir, 'assets', file), 'utf8')] as const),
  );
  const page = await readFile(join(outDir, 'index.html'), 'utf8');
  const host = await serveHostPage(product, { page, files: Object.fromEntries(files) });
  return {
    url: host.url,
    async close() {
      await host.close();
      await rm(outDir, { recursive: true });
    },
  };
}
