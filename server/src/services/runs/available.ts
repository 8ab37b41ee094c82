import type { SandboxPort } from '../volumes/port.js';
import type { Runtime } from './runtimes.js';

/** True where the runtime's toolchain answers in a sandbox. */
export async function isAvailable(sandboxes: SandboxPort, runtime: Runtime, signal: AbortSignal): Promise<boolean> {
  const { image, detect, env, limits, cpu, disk_mb } = runtime;
  const run = sandboxes.run(
    { volume: null, image, overlay: [], argv: detect, env, stdin: new Uint8Array(), limits: { ...limits, cpu, disk_mb } },
    signal,
  );
  for await (const event of run) if (event.type === 'exit') return event.code === 0;
  return false;
}
