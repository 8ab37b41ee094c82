// `npm run storybook` shows every element in every state and follows the sources; `npm run storybook:build` writes the same as static
// files into .cache/storybook. Neither tells anyone that it runs.
import { spawn } from 'node:child_process';
import { buildMonaco } from './build-monaco.mjs';
import { writeManifest } from './manifest/build.mjs';

const storybook = 'node_modules/storybook/dist/bin/dispatcher.js';
const [command = 'dev', ...more] = process.argv.slice(2);
const args = {
  dev: ['dev', '--port', process.env.PORT ?? '6006', '--no-open', '--no-version-updates'],
  build: ['build', '--output-dir', '.cache/storybook', '--quiet'],
}[command];
if (!args) {
  console.error(`There is no command ${command}: choose dev or build.`);
  process.exit(2);
}

await Promise.all([buildMonaco(), writeManifest()]);
const env = { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1' };
const child = spawn(process.execPath, [storybook, ...args, '--disable-telemetry', ...more], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));
