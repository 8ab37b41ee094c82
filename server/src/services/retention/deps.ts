import type { Knex } from 'knex';
import type { Mode } from '@interviewlm/protocol';
import type { ArchivePort } from '../archive/port.js';
import type { Recording } from '../recording/index.js';
import type { VolumePort } from '../volumes/port.js';

export interface RetentionDeps {
  readonly knex: Knex;
  readonly archive: ArchivePort;
  computerFor(mode: Mode): { readonly volumes: VolumePort };
  readonly recording: Pick<Recording, 'listEvents' | 'erase'>;
  readonly onError: (error: unknown, interview?: string) => void;
}

/** What of a policy one erasure needs: from how many days on, and the key that said so. */
export interface Rule {
  readonly days: number;
  readonly set_by: string;
}
