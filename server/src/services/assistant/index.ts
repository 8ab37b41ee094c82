import type { Knex } from 'knex';
import type { ChatRequest, Conversation, Mode, RunResult } from '@interviewlm/protocol';
import { listMessages, readMessage, runningMessage } from '../../db/messages.js';
import { tenantReads } from '../../db/tenant-reads.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import { becomesSo, withPatience } from '../patience.js';
import type { Bus } from '../recording/bus.js';
import { readLog, type At } from '../recording/log.js';
import { Answer } from './answer.js';
import { decodePlace, type Numbered, type Place } from './answer-stream.js';
import { begin, type Asked, type Attended, type Begun } from './begin.js';
import { Drafts } from './drafts.js';
import { presentConversation } from './history.js';
import type { AssistantPort } from './port.js';
import { run } from './prompt.js';
import { readTextFiles } from './screen.js';
import { noMeters, noTracing, type Meters, type Tracing } from '../telemetry/port.js';
import { readStored } from './stored-answer.js';
import type { Toolbox } from './tools.js';

export interface AssistantDeps {
  knex: Knex;
  bus: Bus;
  /** The model of a world: test interviews may have the embedded one where live ones don't. */
  portFor: (mode: Mode) => AssistantPort;
  /** Runs the visible tests on the saved files. */
  runTests(at: At, signal: AbortSignal): Promise<RunResult>;
  meters?: Pick<Meters, 'used'>;
  tracing?: Tracing;
  /** How long an answer goes on when no one reads it. */
  graceMs?: number;
  onError: (error: unknown, interview: string) => void;
}

export interface Assistant {
  /**
   * Takes a message and streams its answer; the answer outlives the stream by the grace time. One that comes again with the same `key` is
   * the same message, whichever process took it.
   */
  ask(at: At, request: ChatRequest, signal: AbortSignal, key?: string): Promise<AsyncIterable<Numbered>>;
  /** The rest of the answer that `lastEventId` is of, or of the running one; empty when there is none. */
  resume(at: At, lastEventId: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Numbered>>;
  conversation(at: At): Promise<Conversation>;
  /** Ends a running answer at once, on whichever process it runs. */
  stop(at: At, message: string): Promise<void>;
  /** Ends and stores what still runs of an interview, on whichever process it runs. */
  end(at: At): Promise<void>;
  close(): Promise<void>;
}

/** Postgres channel of "stop this message". */
export const stopChannel = 'chat_stop';

const graceMs = 15_000;
/** How long a question waits, with its interview locked, until others can know of its answer. */
const holdMs = 1_000;
/** How long another process may take to end its answer. */
const endElsewhereMs = 2_000;
/** A finished answer stays in memory this long, for clients that lost its last events. */
const keepMs = 60_000;

export function createAssistant(deps: AssistantDeps): Assistant {
  const answers = new Map<string, Answer>();
  const drafts = new Drafts(deps.knex, deps.onError);

  const toolbox = (at: At): Toolbox => ({
    files: () => readTextFiles(tenantReads(deps.knex, at.tenant), at.interview),
    newProposalId: () => newId('event').replace(/^evt/, 'prp'),
    async runTests(signal) {
      try {
        return run(await deps.runTests(at, signal));
      } catch (error) {
        if (error instanceof ApiError) return `The tests could not be run: ${error.message}`;
        throw error;
      }
    },
  });

  const read = (at: At, place: Place & { message: string }, signal: AbortSignal): AsyncIterable<Numbered> => {
    const answer = answers.get(place.message);
    if (answer?.at.interview === at.interview) return answer.stream.read(place.events, signal);
    return readStored(deps, at, place.message, place, signal);
  };
  /**
   * Tells others that the answer is being made, and hears when it is to stop. Should it not be possible to tell, they take it for lost only
   * when it falls silent.
   */
  const attend = async (at: At, message: string): Promise<Attended> => {
    const stop = new AbortController();
    const deaf = deps.bus.subscribe(stopChannel, message, (missed) => {
      if (!missed) stop.abort();
    });
    const held = deps.bus
      .hold(message, () => undefined)
      .then(
        () => undefined,
        (error: unknown) => deps.onError(error, at.interview),
      );
    await withPatience(held, holdMs);
    return {
      stop: stop.signal,
      leave() {
        deaf();
        // Also where it came late: it would be held for ever.
        void held.then(() => deps.bus.letGo(message));
      },
    };
  };
  const beginAttended = async (at: At, asked: Asked): Promise<string | Begun> => {
    let attending: Promise<Attended> | undefined;
    const attendTo = (message: string) => (attending = attend(at, message));
    try {
      return await withTenant(deps.knex, at.tenant, (tx) => begin(tx, at, asked, { ...deps, attend: attendTo }));
    } catch (error) {
      // Also one that others come to know of only now.
      void attending?.then((attended) => attended.leave());
      throw error;
    }
  };
  const ofInterview = (interview: string) => [...answers.values()].filter((answer) => answer.at.interview === interview);

  return {
    async ask(at, request, signal, key) {
      const begun = await beginAttended(at, { request, key });
      if (typeof begun === 'string') return read(at, { message: begun, events: 0, chars: 0 }, signal);
      const { attended } = begun;
      const answer = new Answer(
        { meters: noMeters, tracing: noTracing, graceMs, ...deps, port: deps.portFor(at.mode), tools: toolbox(at), drafts },
        at,
        begun,
      );
      answers.set(begun.message, answer);
      const stop = () => answer.stop();
      if (attended.stop.aborted) stop();
      else attended.stop.addEventListener('abort', stop, { once: true });
      void answer.done.then(() => {
        attended.leave();
        setTimeout(() => answers.delete(begun.message), keepMs).unref();
      });
      return answer.stream.read(0, signal);
    },
    async resume(at, lastEventId, signal) {
      const place = decodePlace(lastEventId) ?? (await runningPlace(deps.knex, at));
      return place ? read(at, place, signal) : nothing();
    },
    conversation: (at) =>
      withTenant(deps.knex, at.tenant, async (tx) => {
        await readLog(tx, at);
        return presentConversation(await listMessages(tx, at.interview));
      }),
    async stop(at, message) {
      await withTenant(deps.knex, at.tenant, async (tx) => {
        await readLog(tx, at);
        if (!(await readMessage(tx, at.interview, message))) throw notFound('message');
        await tx.sql.raw('select pg_notify(?, ?)', [stopChannel, message]);
      });
      answers.get(message)?.stop();
      await answers.get(message)?.done;
    },
    async end(at) {
      await endAll(ofInterview(at.interview));
      const elsewhere = await withTenant(deps.knex, at.tenant, (tx) => runningMessage(tx, at.interview));
      if (!elsewhere || answers.has(elsewhere.id)) return;
      await deps.knex.raw('select pg_notify(?, ?)', [stopChannel, elsewhere.id]);
      await becomesSo(async () => !(await deps.bus.isHeld(elsewhere.id)), endElsewhereMs);
    },
    async close() {
      await endAll([...answers.values()]);
    },
  };
}

async function endAll(answers: readonly Answer[]): Promise<void> {
  for (const answer of answers) answer.stop();
  await Promise.all(answers.map((answer) => answer.done));
}

async function runningPlace(knex: Knex, at: At): Promise<(Place & { message: string }) | null> {
  const running = await withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    return runningMessage(tx, at.interview);
  });
  return running && { message: running.id, events: 0, chars: 0 };
}

async function* nothing(): AsyncGenerator<Numbered> {}
