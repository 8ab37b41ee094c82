import type { VolumeInfo } from '../../../services/volumes/port.js';
import type { Owner } from '../files/directory.js';
import type { MountNamespace } from './namespace.js';

/** Where one volume's content is. All on one file system, so that a file can be renamed from one to the other. */
export interface Place {
  /** What the sandbox shows at `/workspace`, as the server reaches it. */
  files: string;
  /** Files on their way in. */
  incoming: string;
  /** Folders on their way out. */
  trash: string;
  /** `files` as a sandbox is to bind it, in the namespace where that path means something; null for the server's own. */
  bind: { path: string; namespace: MountNamespace | null };
}

/** A volume that stays reachable until it is let go. */
export interface Lease {
  place: Place;
  release: () => void;
}

/** How volumes are kept on this machine's disk. */
export interface VolumeStore {
  /** Whether the kernel refuses what goes over a volume's size. */
  readonly holdsSize: boolean;
  /** Idempotent. */
  create(name: string, owner: Owner): Promise<void>;
  exists(name: string): Promise<boolean>;
  list(): Promise<VolumeInfo[]>;
  /** Idempotent. */
  delete(name: string): Promise<void>;
  /** Rejects with `not_found`. */
  lease(name: string): Promise<Lease>;
  /** Host users that own volumes. */
  owners(): Promise<number[]>;
  /** Removes what is on its way out, also what an earlier process left. */
  cleanUp(): Promise<void>;
  close(): Promise<void>;
}

/** Of every volume whose size is held. */
export const volumeLimits = { megabytes: 64, files: 4096 };
