import { Backoff } from '../backoff.js';
import type { BackoffOptions } from '../backoff.js';
import type { Client } from '../client.js';
import { ProblemError, isTemporary } from '../problem.js';
import type { Outbox, StoredBatch } from '../storage/outbox.js';

/** `closed`: the server takes no more events of this interview. */
export type SenderStatus = 'idle' | 'sending' | 'offline' | 'closed';

export interface SenderEvents {
  onStatus(status: SenderStatus): void;
  /** The server is there again after `ms` away. */
  onBack(ms: number): void;
  /** The server will never take this batch: its events are gone. */
  onRefused(batch: StoredBatch): void;
  /** What came before these is gone, so the server refuses them under this life: they need another. */
  onOrphaned(batches: readonly StoredBatch[]): void;
}

/** Sends batches one after another, each until the server has it. A batch leaves the outbox only on the server's word. */
export class Sender {
  status: SenderStatus = 'idle';
  private readonly queue: StoredBatch[] = [];
  private readonly backoff: Backoff;
  private readonly stopped = new AbortController();
  private running = false;
  private awaySince: number | undefined;
  private idle: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: Client,
    private readonly outbox: Outbox,
    private readonly events: SenderEvents,
    backoff: BackoffOptions = { firstMs: 1000, maxMs: 15_000 },
  ) {
    this.backoff = new Backoff(backoff);
  }

  get waitingBytes(): number {
    return this.queue.reduce((sum, batch) => sum + batch.bytes, 0);
  }

  add(...batches: StoredBatch[]): void {
    if (this.status === 'closed') return;
    this.queue.push(...batches.filter((batch) => !this.queue.includes(batch)));
    this.start();
  }

  /** Resolves when nothing is left to send; at once when the interview is closed. */
  async settled(): Promise<void> {
    while (this.running) await this.idle;
  }

  stop(): void {
    this.stopped.abort();
  }

  /** All that is left, sent at once with `keepalive`, while it fits the page's quota. The outbox keeps it until a later page hears the ack. */
  sendTail(quotaBytes: number): void {
    let left = quotaBytes;
    for (const batch of this.queue) {
      left -= batch.bytes;
      if (left < 0) return;
      // The page is going: whether it arrived is found out by sending it again at the next load.
      this.post(batch, true).catch(() => undefined);
    }
  }

  private start(): void {
    if (this.running || this.stopped.signal.aborted) return;
    this.running = true;
    this.idle = this.run().finally(() => (this.running = false));
    // Aborted: what is left stays in the outbox.
    this.idle.catch(() => undefined);
  }

  private async run(): Promise<void> {
    for (let batch = this.queue[0]; batch; batch = this.queue[0]) {
      if (this.awaySince === undefined) this.setStatus('sending');
      try {
        await this.post(batch, false);
        this.back();
        await this.drop(batch);
      } catch (error) {
        if (this.stopped.signal.aborted) throw error;
        await this.onRefused(batch, error);
        if (this.isClosed()) return;
      }
    }
    this.setStatus('idle');
  }

  private isClosed(): boolean {
    return this.status === 'closed';
  }

  private post({ interview, client_id, first_seq, events }: StoredBatch, keepalive: boolean) {
    const signal = keepalive ? undefined : this.stopped.signal;
    return this.client.call('appendEvents', {
      params: { id: interview },
      body: { client_id, first_seq, events: [...events] },
      signal,
      keepalive,
    });
  }

  private async onRefused(batch: StoredBatch, error: unknown): Promise<void> {
    const busy_s = busyFor(error);
    if (busy_s !== null) {
      // The server is there and has enough to do: nothing is lost, it only comes later.
      await this.backoff.wait(this.stopped.signal, busy_s * 1000);
      return;
    }
    if (isRetryable(error)) {
      this.awaySince ??= Date.now();
      this.setStatus('offline');
      await this.backoff.wait(this.stopped.signal);
      return;
    }
    this.back();
    if (error instanceof ProblemError && error.code === 'sequence_gap') return this.onGap(batch, Number(error.problem.expected_seq));
    if (
      error instanceof ProblemError &&
      (error.code === 'already_submitted' || error.status === 404 || error.code === 'interview_expired')
    ) {
      for (const left of [...this.queue]) await this.drop(left);
      this.setStatus('closed');
      return;
    }
    await this.drop(batch);
    this.events.onRefused(batch);
  }

  /** The server has more than we thought, or lacks a batch that must go first, or lacks one that is gone. */
  private async onGap(batch: StoredBatch, expected: number): Promise<void> {
    const next = batch.first_seq + batch.events.length;
    if (expected >= next) return this.drop(batch);
    const earlier = this.queue.findIndex(({ client_id, first_seq }) => client_id === batch.client_id && first_seq === expected);
    if (earlier > 0) {
      const [found] = this.queue.splice(earlier, 1);
      if (found) this.queue.unshift(found);
      return;
    }
    const orphans = this.queue.filter(({ client_id }) => client_id === batch.client_id);
    this.events.onOrphaned(orphans);
    for (const orphan of orphans) await this.drop(orphan);
  }

  private async drop(batch: StoredBatch): Promise<void> {
    const at = this.queue.indexOf(batch);
    if (at >= 0) this.queue.splice(at, 1);
    // A batch that stays behind is sent once more and acknowledged once more: no harm.
    await this.outbox.remove(batch).catch(() => undefined);
  }

  private back(): void {
    this.backoff.reset();
    if (this.awaySince === undefined) return;
    const away = Date.now() - this.awaySince;
    this.awaySince = undefined;
    this.setStatus('sending');
    this.events.onBack(away);
  }

  private setStatus(status: SenderStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.events.onStatus(status);
  }
}

/** An expired session can be renewed, and a paused interview goes on: neither is a reason to give up what was recorded. */
const isRetryable = (error: unknown): boolean =>
  !(error instanceof ProblemError) ||
  isTemporary(error) ||
  error.status === 401 ||
  error.status === 403 ||
  error.code === 'interview_not_active';

/** How many seconds a server that has too much to do wants to be left alone; null for any other error. */
const busyFor = (error: unknown): number | null =>
  error instanceof ProblemError && error.status === 429 ? Math.min(60, Math.max(0, Number(error.problem.retry_after) || 0)) : null;
