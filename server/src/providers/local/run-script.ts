import { reportPath } from './envelope.js';
import { feedFd } from './launch-script.js';

/** What a sandbox is told to become. */
export interface RunCommand {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  /** It reads its input before anything else: it starts at once, and its files are unpacked meanwhile. */
  early: boolean;
}

/**
 * First program inside a run's sandbox: takes the environment, the command and the files from the feed, then becomes the command.
 * So a sandbox can be started before anybody knows what it will run. The process limit is set here because it counts per user namespace.
 * A command that is early is told its input when the report begins with `filesReady`: until then only our own programs are in here.
 */
export const runScript = `
read -r -d '' -u ${feedFd} processes && ulimit -u "$processes" || exit 125
read -r -d '' -u ${feedFd} early || exit 125
read -r -d '' -u ${feedFd} count || exit 125
names=()
if ((count > 0)); then mapfile -t -d '' -u ${feedFd} -n "$count" names || exit 125; fi
for name in "\${names[@]}"; do export "$name"; done
read -r -d '' -u ${feedFd} count && mapfile -t -d '' -u ${feedFd} -n "$count" command || exit 125
unpack() { tar -x -m -f - -C /workspace <&${feedFd}; }
if [[ $early ]]; then
  # Its own parent is gone at once, so that the command is left no child that it doesn't know.
  ( (unpack && printf '\\0' >${reportPath} || kill -9 $$) & )
else
  unpack || exit 125
fi
exec ${feedFd}<&-
exec -- "\${command[@]}"
`;

/** The first byte of the report of an early command; its own report comes after it. */
export const filesReady = 0;

/** What `runScript` reads before the tar archive. */
export function runHeader(processes: number, { argv, env, early }: RunCommand): Buffer {
  const names = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const command = argv.map((word) => word.replaceAll('{report}', reportPath));
  const words = [String(processes), early ? 'early' : '', String(names.length), ...names, String(command.length), ...command];
  if (words.some((word) => word.includes('\0'))) throw new TypeError('Commands and variables may not contain NUL.');
  return Buffer.from(words.map((word) => `${word}\0`).join(''));
}
