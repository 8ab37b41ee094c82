import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Vitest's global set-up: the tests are named after the stories, so these are built before any file is read. */
export default async function setup(): Promise<void> {
  const build = spawn(process.execPath, ['scripts/storybook.mjs', 'build'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(build, 'close')) as [number];
  if (code !== 0) throw new Error(`The stories could not be built:\n${said}`);
}
