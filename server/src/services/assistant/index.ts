import type { Knex } from 'knex';
import type { ChatRequest, Conversation, Mode, RunResult } from '@interviewlm/protocol';
import { listMessages, readMessage, runningMessage } from '../../db/messages.js';
import { withTenant } from '../../db/tenant-tx.js';
import { ApiError, notFound } from '../../errors.js';
import { newId } from '../../ids.js';
import type { Bus } from '../recording/bus.js';
import { readLog, type At } from '../recording/log.js';
import { Answer } from './answer.js';
import { decodePlace, type Numbered } from './answer-stream.js';
import { begin } from './begin.js';
import { presentConversation } from './history.js';
import type { AssistantPort } from './port.js';
import { run } from './prompt.js';
import { readTextFiles } from './screen.js';
import { readStored } from './stored-answer.js';
import type { Toolbox } from './tools.js';

export interface AssistantDeps {
  knex: Knex;
  bus: Bus;
  /** The model of a world: test interviews may have the embedded one where live ones don't. */
  portFor(mode: Mode): AssistantPort;
  /** Runs the visible tests on the saved files. */
  runTests(at: At, signal: AbortSignal): Promise<RunResult>;
  /** How long an answer goes on when no one reads it. */
  graceMs?: number;
  onError: (error: unknown, interview: string) => void;
}

export interface Assistant {
  /** Takes a message and streams its answer; the answer outlives the stream by the grace time. */
  ask(at: At, request: ChatRequest, signal: AbortSignal): Promise<AsyncIterable<Numbered>>;
  /** The rest of the answer that `lastEventId` is of, or of the running one; empty when there is none. */
  resume(at: At, lastEventId: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Numbered>>;
  conversation(at: At): Promise<Conversation>;
  /** Ends a running answer at once, on whichever process it runs. */
  stop(at: At, message: string): Promise<void>;
  /** Ends and stores what still runs of an interview in this process. */
  end(interview: string): Promise<void>;
  close(): Promise<void>;
}

/** Postgres channel of "stop this message". */
export const stopChannel = 'chat_stop';

const graceMs = 15_000;
/** A finished answer stays in memory this long, for clients that lost its last events. */
const keepMs = 60_000;

export function createAssistant(deps: AssistantDeps): Assistant {
  const answers = new Map<string, Answer>();

  const toolbox = (at: At): Toolbox => ({
    files: () => withTenant(deps.knex, at.tenant, (tx) => readTextFiles(tx, at.interview)),
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

  return {
    async ask(at, request, signal) {
      const begun = await withTenant(deps.knex, at.tenant, (tx) => begin(tx, at, request, (mode) => deps.portFor(mode)));
      const answer = new Answer(
        { knex: deps.knex, port: deps.portFor(at.mode), tools: toolbox(at), graceMs: deps.graceMs ?? graceMs, onError: deps.onError },
        at,
        begun,
      );
      answers.set(begun.message, answer);
      const deaf = deps.bus.subscribe(stopChannel, begun.message, (missed) => {
        if (!missed) answer.stop();
      });
      void answer.done.then(() => {
        deaf();
        setTimeout(() => answers.delete(begun.message), keepMs).unref();
      });
      return answer.stream.read(0, signal);
    },
    async resume(at, lastEventId, signal) {
      const place = decodePlace(lastEventId) ?? (await runningPlace(deps.knex, at));
      if (!place) return nothing();
      const answer = answers.get(place.message);
      if (answer?.at.interview === at.interview) return answer.stream.read(place.events, signal);
      return readStored(deps.knex, at, place.message, place, signal);
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
    async end(interview) {
      await endAll([...answers.values()].filter((answer) => answer.at.interview === interview));
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

async function runningPlace(knex: Knex, at: At): Promise<{ message: string; events: number; chars: number } | null> {
  const running = await withTenant(knex, at.tenant, async (tx) => {
    await readLog(tx, at);
    return runningMessage(tx, at.interview);
  });
  return running && { message: running.id, events: 0, chars: 0 };
}

async function* nothing(): AsyncGenerator<Numbered> {}
