// Builds the C++ judge where there is a compiler, so that runs on this machine needn't. Others build it in the sandbox.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('tools/', import.meta.url));
const judge = `${tools}dist/judge`;
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync(tools)
  .filter((name) => /\.(cpp|hpp|sh)$/.test(name))
  .map((name) => tools + name);

if (existsSync('/usr/lib/libCatch2WithMain.a') && Math.max(...sources.map(changed)) >= changed(judge)) {
  mkdirSync(`${tools}dist`, { recursive: true });
  const { status } = spawnSync('sh', [`${tools}build.sh`, judge], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) console.warn('The C++ judge was not built: every sandbox builds its own.');
}
