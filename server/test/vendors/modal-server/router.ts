import { ServerError, Status, type CallContext } from 'nice-grpc';
import { containerPath } from './container.js';
import { startPiped, startTerminal, type Exec } from './execs.js';
import type { Sandbox } from './sandboxes.js';
import { secretsOf, type World } from './world.js';
import type * as wire from './wire.js';

const notFound = (what: string): never => {
  throw new ServerError(Status.NOT_FOUND, `${what} not found`);
};

/** The plane that commands run over. */
export function commandRouter(world: World) {
  const execs = new Map<string, Exec>();
  const sandboxOf = (taskId: string): Sandbox => {
    const found = [...world.sandboxes.values()].find((sandbox) => sandbox.taskId === taskId);
    return found && !found.result ? found : notFound(taskId);
  };
  const execOf = ({ execId }: wire.ExecId): Exec => execs.get(execId) ?? notFound(execId);

  return {
    async taskExecStart(request: wire.ExecStart) {
      const { execId, taskId, commandArgs, timeoutSecs, workdir } = request;
      // The same id is the same command: a call that is repeated starts nothing twice.
      if (execs.has(execId)) return {};
      const sandbox = sandboxOf(taskId);
      const commit = commandArgs[0] === 'sync' ? sandbox.mountAt(commandArgs[1] ?? '') : undefined;
      await commit?.commit();
      const argv = sandbox.container.enter(commandArgs, workdir || sandbox.request.workdir);
      const env = environment(request, sandbox);
      const { ptyInfo } = request;
      const exec = ptyInfo
        ? startTerminal(taskId, argv, env, {
            cols: ptyInfo.winszCols || 80,
            rows: ptyInfo.winszRows || 24,
            name: ptyInfo.envTerm || 'xterm',
          })
        : startPiped(taskId, argv, env);
      execs.set(execId, exec);
      sandbox.execs.add(exec);
      sandbox.touch();
      void ended(exec).then(() => sandbox.touch());
      if (timeoutSecs) setTimeout(() => exec.kill(), timeoutSecs * 1000).unref();
      return {};
    },
    async *taskExecStdioRead(request: wire.StdioRead, { signal }: CallContext) {
      const exec = execOf(request);
      const stream = request.fileDescriptor === standardError ? 1 : 0;
      for (let offset = Number(request.offset); ;) {
        const data = rest(exec.output[stream], offset);
        if (data.length > 0) {
          offset += data.length;
          for (let at = 0; at < data.length; at += message) yield { data: data.subarray(at, at + message) };
        } else if (exec.exit || signal.aborted) {
          return;
        } else {
          await exec.change(signal);
        }
      }
    },
    async taskExecWait(request: wire.ExecId, { signal }: CallContext) {
      const exec = execOf(request);
      while (!exec.exit && !signal.aborted) await exec.change(signal);
      return exec.exit ?? {};
    },
    taskExecPoll: (request: wire.ExecId) => execOf(request).exit ?? {},
    taskExecStdinWrite(request: wire.StdinWrite) {
      const exec = execOf(request);
      exec.write(request.data, Number(request.offset));
      if (request.eof) exec.closeInput();
      return {};
    },
    taskExecStdinStatus(request: wire.ExecId) {
      const { stdinBytes, stdinClosed } = execOf(request);
      return { numBytesWritten: stdinBytes, closed: stdinClosed };
    },
    async taskReloadVolumes({ taskId }: { taskId: string }) {
      await sandboxOf(taskId).reload();
      return {};
    },
  };
}

/** As this plane of the protocol numbers it. */
const standardError = 1;
/** Bytes of one message. */
const message = 256 * 1024;

function environment({ env, secretSources }: wire.ExecStart, sandbox: Sandbox): Record<string, string> {
  const secrets = secretsOf(secretSources);
  return { PATH: containerPath, HOME: '/root', ...sandbox.request.env, ...env, ...secrets };
}

async function ended(exec: Exec): Promise<void> {
  while (!exec.exit) await exec.change();
}

/** What the chunks hold from `offset` on. */
function rest(chunks: readonly Buffer[], offset: number): Buffer {
  let skip = offset;
  let first = 0;
  for (; first < chunks.length && skip >= (chunks[first]?.length ?? 0); first++) skip -= chunks[first]?.length ?? 0;
  return Buffer.concat(chunks.slice(first)).subarray(skip);
}
