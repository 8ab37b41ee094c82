import type { NewEvent } from '@interviewlm/protocol';
import type { BackoffOptions } from '../backoff.js';
import type { Client } from '../client.js';
import { openOutbox } from '../storage/outbox.js';
import type { Outbox, StoredBatch } from '../storage/outbox.js';
import type { InterviewClock } from './clock.js';
import { inPieces, isDispensable, replaces } from './events.js';
import type { ClientEvent, ClientEventType } from './events.js';
import { holdLife, isAlive, newUuid } from './life.js';
import { Sender } from './sender.js';
import type { SenderStatus } from './sender.js';

export interface RecorderOptions {
  readonly client: Client;
  readonly interview: string;
  readonly clock: InterviewClock;
  /** Kinds that are never recorded for this candidate, e.g. by accommodation. */
  readonly suppress?: readonly ClientEventType[];
  readonly outbox?: Outbox | undefined;
  readonly onStatus?: (status: SenderStatus) => void;
  /** An open batch is frozen after so long, … */
  readonly flushMs?: number;
  /** … or at this size. */
  readonly flushBytes?: number;
  /** More than this is never kept: past half of it only what a replay needs is recorded, past all of it nothing. */
  readonly capBytes?: number;
  readonly backoff?: BackoffOptions;
}

export interface Recorder {
  readonly status: SenderStatus;
  /** Never throws and never waits: it costs the typist a push to an array. */
  record(event: ClientEvent): void;
  /** Freezes what is open and resolves once the server has everything (or takes nothing more). */
  flush(): Promise<void>;
  /** Freezes and stores what is open, without waiting for the network. */
  close(): void;
}

/** Below the 64 KiB that one page may have under way, with room for the headers and for others. */
const keepaliveBytes = 48 * 1024;
const maxBatchEvents = 500;

/** Starts recording. Batches that earlier pages left behind are sent first. */
export async function createRecorder(options: RecorderOptions): Promise<Recorder> {
  const outbox = options.outbox ?? (await openOutbox());
  const recorder = new EventRecorder(options, outbox);
  await recorder.adopt();
  return recorder;
}

class EventRecorder implements Recorder {
  private life = newUuid();
  private nextSeq = 1;
  private open: NewEvent[] = [];
  private openBytes = 0;
  private lost = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writes: Promise<void> = Promise.resolve();
  /** Frozen, but not in the outbox yet. */
  private readonly unsaved = new Set<StoredBatch>();
  private readonly sender: Sender;
  private readonly suppress: ReadonlySet<ClientEventType>;
  private readonly off = new AbortController();

  constructor(
    private readonly options: RecorderOptions,
    private readonly outbox: Outbox,
  ) {
    this.suppress = new Set(options.suppress);
    holdLife(this.life, this.off.signal);
    this.sender = new Sender(
      options.client,
      outbox,
      {
        onStatus: (status) => options.onStatus?.(status),
        onBack: (ms) => this.record({ type: 'network.gap', data: { ms, reason: 'offline' } }),
        onRefused: () => this.noteLost(),
        onOrphaned: (batches) => this.adoptOrphans(batches),
      },
      options.backoff,
    );
    this.watchPage();
  }

  get status(): SenderStatus {
    return this.sender.status;
  }

  async adopt(): Promise<void> {
    const stored = await this.outbox.all(this.options.interview).catch(() => []);
    const alive = await isAlive(new Set(stored.map(({ client_id }) => client_id)));
    // Another tab's batches are that tab's to send.
    this.sender.add(...stored.filter(({ client_id }) => !alive.has(client_id)));
  }

  record(event: ClientEvent): void {
    if (this.sender.status === 'closed' || this.suppress.has(event.type)) return;
    if (!this.hasRoom(event)) {
      this.lost++;
      return;
    }
    if (this.lost > 0) this.noteLost();
    for (const piece of inPieces(event)) this.push(piece);
  }

  async flush(): Promise<void> {
    this.freeze();
    await this.writes;
    await this.sender.settled();
  }

  close(): void {
    this.freeze();
    this.off.abort();
    void this.writes.then(() => this.sender.stop());
  }

  private push(event: ClientEvent): void {
    this.add({ t_ms: this.options.clock.elapsed(), ...event });
  }

  private add(timed: NewEvent): void {
    if (replaces(this.open.at(-1), timed)) {
      this.open[this.open.length - 1] = timed;
      return;
    }
    const bytes = sizeOf(timed);
    const { flushMs = 2000, flushBytes = 32 * 1024 } = this.options;
    if (this.openBytes + bytes > flushBytes || this.open.length >= maxBatchEvents) this.freeze();
    this.open.push(timed);
    this.openBytes += bytes;
    this.timer ??= setTimeout(() => this.freeze(), flushMs);
  }

  /** From here on the batch never changes: it is stored, then sent, however often it takes, as it is. */
  private freeze(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.open.length === 0) return;
    const batch: StoredBatch = {
      interview: this.options.interview,
      client_id: this.life,
      first_seq: this.nextSeq,
      events: this.open,
      at: Date.now(),
      bytes: this.openBytes,
    };
    this.nextSeq += this.open.length;
    this.open = [];
    this.openBytes = 0;
    this.keep(batch);
  }

  private keep(batch: StoredBatch): void {
    this.unsaved.add(batch);
    // Full or broken storage must not keep the batch from the server.
    const stored = this.outbox.put(batch).catch(() => undefined);
    this.writes = Promise.all([this.writes, stored]).then(() => {
      if (this.unsaved.delete(batch)) this.sender.add(batch);
    });
  }

  private hasRoom(event: ClientEvent): boolean {
    const { capBytes = 32 * 1024 * 1024 } = this.options;
    const unsaved = [...this.unsaved].reduce((sum, { bytes }) => sum + bytes, 0);
    const used = this.sender.waitingBytes + unsaved + this.openBytes;
    return used < (isDispensable(event) ? capBytes / 2 : capBytes);
  }

  private noteLost(): void {
    this.lost = 0;
    this.push({ type: 'network.gap', data: { ms: 0, reason: 'lost' } });
  }

  /** A new life starts with what the old one could not deliver, after a note that something before it is missing. */
  private adoptOrphans(batches: readonly StoredBatch[]): void {
    const rest = this.open;
    if (batches.some(({ client_id }) => client_id === this.life)) {
      this.life = newUuid();
      this.nextSeq = 1;
      holdLife(this.life, this.off.signal);
    }
    this.open = [];
    this.openBytes = 0;
    this.push({ type: 'network.gap', data: { ms: 0, reason: 'lost' } });
    for (const event of [...batches.flatMap(({ events }) => events), ...rest]) this.add(event);
  }

  private watchPage(): void {
    if (typeof document === 'undefined') return;
    const { signal } = this.off;
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.freeze(), { signal });
    window.addEventListener('pagehide', () => this.onPageHide(), { signal });
  }

  private onPageHide(): void {
    this.freeze();
    // Their writes to the outbox are still under way, and there is no later.
    this.sender.add(...this.unsaved);
    this.unsaved.clear();
    this.sender.sendTail(keepaliveBytes);
  }
}

const sizeOf = (event: NewEvent): number => {
  const text = JSON.stringify(event);
  // Three bytes is the most that one UTF-16 unit can take: cheaper than encoding, and never too small where it matters.
  return /^[\x20-\x7e]*$/.test(text) ? text.length + 1 : text.length * 3;
};
