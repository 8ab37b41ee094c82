import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meters } from '../../services/telemetry/port.js';

/** What is only looked at when somebody asks. */
export interface Sources {
  readonly pool: () => { used: number; free: number; waiting: number };
  /** Sandboxes of sessions that this process has open. */
  readonly sandboxes: () => Promise<number>;
  /** How much of each kind of work is due and not done. */
  readonly due: () => Promise<Readonly<Record<string, number>>>;
}

export interface Prometheus extends Meters {
  watch(sources: Sources): void;
  readonly contentType: string;
  /** In the text format. */
  text(): Promise<string>;
}

/** Meters as Prometheus reads them, by its own client. */
export function createPrometheus(): Prometheus {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const answered = new Histogram({
    name: 'interviewlm_request_seconds',
    help: 'Time from a request to the end of its answer; for streams and downloads, to the end of them.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const live = new Gauge({ name: 'interviewlm_live', help: 'Connections that live on.', labelNames: ['kind'], registers });
  for (const kind of ['stream', 'terminal']) live.set({ kind }, 0);
  const tokens = new Counter({
    name: 'interviewlm_assistant_tokens_total',
    help: 'Tokens of the assistant.',
    labelNames: ['kind'],
    registers,
  });
  const cost = new Counter({ name: 'interviewlm_assistant_cost_usd_total', help: 'What they cost, by the price table.', registers });
  return {
    answered: ({ method, route, status, seconds }) => answered.observe({ method, route, status }, seconds),
    opened(kind) {
      live.inc({ kind });
      return () => live.dec({ kind });
    },
    used({ cost_micros, ...counts }) {
      for (const [kind, count] of Object.entries(counts)) tokens.inc({ kind: kind.replace(/_tokens$/, '') }, count);
      cost.inc(cost_micros / 1e6);
    },
    watch: (sources) => watch(sources, registers),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function watch({ pool, sandboxes, due }: Sources, registers: Registry[]): void {
  new Gauge({
    name: 'interviewlm_pool_connections',
    help: 'Connections of the database pool, and work that waits for one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(pool())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'interviewlm_sandboxes',
    help: 'Sandboxes of sessions; of Modal all, of this machine those of this process.',
    registers,
    async collect() {
      // A vendor that is away is no reason to tell nothing.
      await sandboxes().then(
        (count) => this.set(count),
        () => this.set(Number.NaN),
      );
    },
  });
  new Gauge({
    name: 'interviewlm_due',
    help: 'Work that is due and not done, of all processes: the same wherever it is asked.',
    labelNames: ['kind'],
    registers,
    async collect() {
      this.reset();
      for (const [kind, count] of Object.entries(await due().catch(() => ({})))) this.set({ kind }, count);
    },
  });
}
