import type { SandboxPort, VolumePort } from '../../services/volumes/port.js';
import { RunOwners } from './files/owners.js';
import { Host } from './host.js';
import { LocalSandboxes } from './sandboxes.js';
import { LocalVolumes } from './volumes.js';

export interface LocalProviderOptions {
  /** Volumes live in `<dataDir>/volumes`. */
  dataDir: string;
  /** Prefix of the Node that sandboxes get, i.e. the folder above its `bin`. */
  node: string;
  /** How many sandboxes wait for runs; 0 starts each when it is asked for. */
  ahead?: number;
  log?: { warn(message: string): void };
}

export interface LocalProvider {
  volumes: VolumePort;
  sandboxes: SandboxPort;
  shared: false;
  /** Ends every sandbox. Volumes stay. */
  stop(): Promise<void>;
}

/** Volumes and sandboxes on this machine, by bubblewrap. Never throws for a machine that can't: `sandboxes.check()` says what is missing. */
export function createLocalProvider({ dataDir, node, ahead = 4, log }: LocalProviderOptions): LocalProvider {
  const volumes = new LocalVolumes(dataDir, Host.separatesUsers);
  const host = Host.open(node);
  host.catch((error: unknown) => log?.warn(String(error)));
  const sandboxes = new LocalSandboxes(() => host, volumes, new RunOwners(Host.separatesUsers), ahead, log);
  void volumes.cleanUp().catch((error: unknown) => log?.warn(`Deleted volumes could not be removed from the disk: ${String(error)}`));
  return {
    volumes,
    sandboxes,
    shared: false,
    async stop() {
      await sandboxes.stop();
      await volumes.stop();
      await host.then(
        (opened) => opened.close(),
        () => undefined,
      );
    },
  };
}
