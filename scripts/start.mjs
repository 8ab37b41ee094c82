// `npm start`: builds what changed, then serves the whole product in this process on embedded defaults.
import { spawnSync } from 'node:child_process';
import { ensureBubblewrap } from './system-packages.mjs';

const build = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
ensureBubblewrap();
// A line for every request would push the links out of sight.
process.env.LOG_LEVEL ??= 'warn';
process.argv = [
  process.argv[0],
  'interviewlm',
  'start',
  '--demo',
  '--mount',
  '/examples/ats-host=examples/ats-host/server.mjs',
  ...process.argv.slice(2),
];
await import('../server/bin/interviewlm.mjs');
