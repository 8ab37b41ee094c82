import type { SandboxPort, VolumePort } from '../../services/volumes/port.js';
import { Account, type AccountOptions } from './account.js';
import { LiveSandboxes } from './live.js';
import { ModalSandboxes, type SandboxOptions } from './sandboxes.js';
import { ModalVolumes } from './volumes.js';

export type ModalOptions = AccountOptions & SandboxOptions;

export interface ModalProvider {
  volumes: VolumePort;
  sandboxes: SandboxPort;
  shared: true;
  /** Closes the connections. Sandboxes go on: another process may hold them. */
  stop(): Promise<void>;
}

/** Volumes and sandboxes on Modal. The server's address comes from `MODAL_SERVER_URL`, which the SDK itself reads. */
export function createModalProvider(options: ModalOptions): ModalProvider {
  const account = new Account(options);
  const live = new LiveSandboxes(account);
  const volumes = new ModalVolumes(account, live);
  return {
    volumes,
    sandboxes: new ModalSandboxes(account, live, volumes, options),
    shared: true,
    stop: async () => account.close(),
  };
}
