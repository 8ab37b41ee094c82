#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: under an older one, what follows would fail on syntax that it doesn't know.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const wanted = 24;

if (Number(process.versions.node.split('.')[0]) >= wanted) await here();
else underOwnNode();

async function here() {
  const { run } = await import('../dist/cli/index.js');
  await run(process.argv);
  // Whatever is still open belongs to a command that has failed.
  if (process.exitCode) process.exit();
}

/** In a clone, the Node that `npm start` has installed. */
function underOwnNode() {
  const folder = `../../tools/node/node_modules/node-${process.platform}-${process.arch}/bin/node`;
  const node = fileURLToPath(new URL(folder, import.meta.url));
  if (!existsSync(node)) {
    console.error(
      `interviewlm needs Node ${wanted} or newer; this is ${process.versions.node}. In a clone, run npm start once: it installs one.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}
