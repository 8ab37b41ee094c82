// Where the processor time goes while something is measured: written to the folder that `npm run bench -- --profile` gives, and nowhere else.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = process.env.BENCH_PROFILES;
const recorder = pathToFileURL(fileURLToPath(new URL('recorder.mjs', import.meta.url))).href;

/** What a Node process that may be profiled is started with. */
export const profilable = folder
  ? { env: { NODE_OPTIONS: `--import=${recorder}` }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }
  : { env: {}, stdio: ['ignore', 'ignore', 'inherit'] };

/** Does the work once more under the profiler of this process, apart from the rounds that count. `name` is of the bench and the measure. */
export async function profileProcess(child, name, work) {
  if (!folder) return;
  const ask = async (message) => {
    child.send(message);
    return (await once(child, 'message'))[0];
  };
  await ask('begin');
  await work();
  keep(name, await ask('end'));
}

export const isProfiling = Boolean(folder);

/** The same for a page in Chromium, by its DevTools session. */
export async function profilePage(session, name, work) {
  if (!folder) return;
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  await work();
  const { profile } = await session.send('Profiler.stop');
  keep(name, profile);
}

function keep(name, profile) {
  writeFileSync(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
}
