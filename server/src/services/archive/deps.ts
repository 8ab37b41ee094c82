import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import type { ArchiveRow } from '../../db/archives.js';
import type { At } from '../recording/log.js';
import type { SandboxPort, VolumePort } from '../volumes/port.js';
import type { ArchivePort } from './port.js';

const day_ms = 86_400_000;

export const retentionOf = (
  { retention_ms }: Pick<ArchivingDeps, 'retention_ms'>,
  { retention_days }: Pick<ArchiveRow, 'retention_days'>,
): number => (retention_days === null ? retention_ms : retention_days * day_ms);

export interface ArchivingDeps {
  knex: Knex;
  archive: ArchivePort;
  computerFor(mode: Mode): { volumes: VolumePort; sandboxes: Pick<SandboxPort, 'close'> };
  /** Brings a log into its final form. */
  fold(at: At): Promise<void>;
  /** How long an archived interview's volume and log also stay where they were, unless its assessment says another time. */
  retention_ms: number;
  onError: (error: unknown, interview: string) => void;
}
