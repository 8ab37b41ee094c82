import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import type { SerializingEmulator } from '@interviewlm/recording';

/** Lines above the screen that a keyframe keeps: what a reviewer scrolls back to before the rest of the recording has come. */
const scrollback = 100;

/** A terminal without a screen to show, for keyframes. */
export function createEmulator(): SerializingEmulator {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, scrollback, allowProposedApi: true, logLevel: 'off' });
  const addon = new serialize.SerializeAddon();
  terminal.loadAddon(addon);
  return {
    write: (data, done) => terminal.write(data, done),
    resize: (cols, rows) => terminal.resize(cols, rows),
    reset: () => terminal.reset(),
    serialize: () => addon.serialize({ scrollback }),
  };
}
