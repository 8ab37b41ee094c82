import { feedFd } from './launch-script.js';

/**
 * First program inside a run's sandbox: takes the environment, the command and the files from the feed, then becomes the command.
 * So a sandbox can be started before anybody knows what it will run. The process limit is set here because it counts per user namespace.
 */
export const runScript = `
read -r -d '' -u ${feedFd} processes && ulimit -u "$processes" || exit 125
read -r -d '' -u ${feedFd} count || exit 125
names=()
if ((count > 0)); then mapfile -t -d '' -u ${feedFd} -n "$count" names || exit 125; fi
for name in "\${names[@]}"; do export "$name"; done
read -r -d '' -u ${feedFd} count && mapfile -t -d '' -u ${feedFd} -n "$count" command || exit 125
tar -x -m -f - -C /workspace <&${feedFd} || exit 125
exec ${feedFd}<&-
exec -- "\${command[@]}"
`;

/** What `runScript` reads before the tar archive. */
export function runHeader(processes: number, env: Readonly<Record<string, string>>, argv: readonly string[]): Buffer {
  const names = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const words = [String(processes), String(names.length), ...names, String(argv.length), ...argv];
  if (words.some((word) => word.includes('\0'))) throw new TypeError('Commands and variables may not contain NUL.');
  return Buffer.from(words.map((word) => `${word}\0`).join(''));
}
