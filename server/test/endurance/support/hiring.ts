import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../../support/caller.js';
import { Caller as CallerWith } from '../../support/caller.js';
import { startReceiver, type Receiver } from '../../support/receiver.js';
import { patiently } from './patiently.js';

/** One interview in so many is handed in: its tests are run and scored, which takes a sandbox. */
const handsInEvery = 5;

/** A company that goes on inviting while machines die, and hears of it by webhooks. Its own server fails now and then as well. */
export class Hiring {
  /** What it must hear of: an event type and an interview each. */
  readonly owed: string[] = [];
  private constructor(
    private readonly company: Caller,
    private readonly assessment: string,
    private readonly receiver: Receiver,
  ) {}

  static async open(company: Caller, assessment: string): Promise<Hiring> {
    const receiver = await startReceiver();
    let n = 0;
    receiver.answer = () => ({ status: ++n % 10 === 0 ? 503 : 204 });
    await company.made('/api/webhook-endpoints', { url: `${receiver.url}/hooks` });
    return new Hiring(company, assessment, receiver);
  }

  /** Makes an interview and begins it. Both are owed. */
  async invite(stop?: AbortSignal): Promise<{ id: string; token: string; candidate: Caller }> {
    const body = { assessment: this.assessment, candidate: { name: 'Ada Lovelace', email: 'ada@example.com' } };
    const { id } = await patiently(this.company, '/api/interview', body, stop);
    this.owed.push(`interview.created ${id}`);
    const { token } = await patiently(this.company, `/api/interview/${id}/tokens`, { role: 'candidate' }, stop);
    const candidate = new CallerWith(this.company.url, { authorization: `Bearer ${token}` });
    for (let tries = 0; (await statusOf(candidate, `/api/interview/${id}/workspace`)) !== 200; tries++) {
      if (tries > 300) throw new Error('The interview could not be begun');
      await sleep(200);
    }
    this.owed.push(`interview.started ${id}`);
    return { id, token, candidate };
  }

  async goOn(stop: AbortSignal): Promise<void> {
    for (let n = 1; !stop.aborted; n++) {
      const { id, candidate } = await this.invite();
      if (n % handsInEvery === 0) {
        await this.#handIn(candidate, id);
        this.owed.push(`interview.submitted ${id}`, `interview.scored ${id}`);
      }
      await sleep(700, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  /** The ids under which each owed thing was told so far. */
  told(): Map<string, Set<string>> {
    const told = new Map<string, Set<string>>();
    for (const { headers, body } of this.receiver.received) {
      const { type, data } = JSON.parse(body) as { type: string; data: { interview: string } };
      const what = `${type} ${data.interview}`;
      told.set(what, (told.get(what) ?? new Set()).add(String(headers['webhook-id'])));
    }
    return told;
  }

  get requests(): number {
    return this.receiver.received.length;
  }

  close(): Promise<void> {
    return this.receiver.close();
  }

  /** A submission that was taken before its answer was lost is refused the second time. */
  async #handIn(candidate: Caller, id: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const answer = await candidate.post(`/api/interview/${id}/submit`, {}).catch(() => null);
      if (answer && (answer.status < 300 || answer.body?.code === 'already_submitted')) return;
      await sleep(200);
    }
    throw new Error('The interview could not be handed in');
  }
}

const statusOf = (caller: Caller, path: string) =>
  caller.get(path).then(
    ({ status }) => status,
    () => 0,
  );
