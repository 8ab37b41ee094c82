import type { Resumed } from '@interviewlm/protocol';
import type { z } from 'zod';
import type { TenantTx } from '../../db/tenant-tx.js';
import type { At } from '../recording/index.js';

/**
 * What the other services do at a turn of an interview's life. `on…` runs in the transaction that makes the turn, so both
 * happen or neither; `after…` runs when it is durable, and its failure doesn't undo the turn.
 */
export interface SessionHooks {
  /** Lays out the first question's files and writes `session.started`. */
  onBegin(tx: TenantTx, at: At): Promise<void>;
  /** Brings the volume up to date. */
  afterBegin(at: At): void;
  /** Stops the sandbox; the volume stays. */
  afterPause(at: At): Promise<void>;
  /** Starts the sandbox, without waiting for it. */
  afterResume(at: At): Promise<z.infer<typeof Resumed>['restored']['sandbox']>;
  /** Saves what the terminal changed last and ends what still writes to the log. Never fails: a submission doesn't wait for a sandbox. */
  beforeSubmit(at: At): Promise<void>;
  /** Keeps the last question's files as its answer. */
  onSubmit(tx: TenantTx, at: At): Promise<void>;
  /** Runs the hidden tests and scores. Resolves when the report is there; safe to call again. */
  afterSubmit(at: At): Promise<void>;
  /** Ends what this process still does for an interview that is to be erased. Never fails. */
  beforeErase(at: At): Promise<void>;
  /** Ends the sandbox of an interview whose time is over. */
  afterExpire(at: At): Promise<void>;
}
