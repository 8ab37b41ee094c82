import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import type { At } from '../recording/log.js';
import type { SandboxPort, VolumePort } from '../volumes/port.js';
import type { ArchivePort } from './port.js';

export interface ArchivingDeps {
  knex: Knex;
  archive: ArchivePort;
  computerFor(mode: Mode): { volumes: VolumePort; sandboxes: Pick<SandboxPort, 'close'> };
  /** Brings a log into its final form. */
  fold(at: At): Promise<void>;
  /** How long an archived interview's volume and log also stay where they were. */
  retention_ms: number;
  onError: (error: unknown, interview: string) => void;
}
