import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import type { RunEvent, RunSpec, SandboxCheck } from '../../services/volumes/port.js';
import { escapeProbe, type ProbeTargets } from './escape-probe.js';
import type { Owner } from './files/directory.js';
import { Host } from './host.js';
import { Run } from './run.js';
import { shapeOf, Standby } from './standby.js';

/** Tries what must be impossible from inside a sandbox of the kind that candidates get, and says what is weaker than it could be. */
export async function checkHost(host: Host, owner: Owner): Promise<SandboxCheck> {
  const warnings = warningsFor(host);
  const { exit, output } = await probe(host, owner);
  const ways = parseReport(exit.report);
  if (ways === null) return { ready: false, detail: cannotStart(exit, output), warnings };
  if (ways.length > 0)
    return { ready: false, detail: `The sandbox does not hold: ${ways.join('; ')}. Nothing will be executed here.`, warnings };
  return { ready: true, detail: `bubblewrap with ${host.cgroups ? `cgroups ${host.cgroups.version}` : 'watched limits'}`, warnings };
}

type Exit = Extract<RunEvent, { type: 'exit' }>;

async function probe(host: Host, owner: Owner): Promise<{ exit: Exit; output: string }> {
  const secret = randomUUID();
  const file = await host.scratch.file(secret);
  await chmod(file, 0o644);
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.INTERVIEWLM_PROBE = secret;
  try {
    const targets: ProbeTargets = { file, secret, port: (server.address() as AddressInfo).port, pid: process.pid };
    const spec = probeRun(targets);
    const run = new Run(await Standby.start(host, owner, shapeOf(spec)), spec);
    return await collect(run.stream([], new AbortController().signal));
  } finally {
    delete process.env.INTERVIEWLM_PROBE;
    server.close();
    await host.scratch.remove([file]);
  }
}

const probeRun = (targets: ProbeTargets): RunSpec => ({
  volume: null,
  image: { name: 'javascript', registry: '', commands: [], tools: null, env: {} },
  overlay: [],
  argv: ['node', '-e', escapeProbe, '{report}', JSON.stringify(targets)],
  env: {},
  stdin: new Uint8Array(),
  limits: { memory_mb: 512, cpu: 1, pids: 64, disk_mb: 8, wall_ms: 20_000, output_bytes: 16 * 1024 },
});

async function collect(events: AsyncIterable<RunEvent>): Promise<{ exit: Exit; output: string }> {
  let output = '';
  for await (const event of events) {
    if (event.type === 'exit') return { exit: event, output };
    output += Buffer.from(event.data).toString();
  }
  throw new Error('The self-test ended without an exit.');
}

/** Null when the probe didn't come to its end. */
function parseReport(report: Uint8Array): string[] | null {
  try {
    const ways: unknown = JSON.parse(Buffer.from(report).toString());
    return Array.isArray(ways) ? ways.map(String) : null;
  } catch {
    return null;
  }
}

function cannotStart(exit: Exit, output: string): string {
  const advice =
    known.find(([pattern]) => pattern.test(output))?.[1] ?? 'Set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET to run code on Modal instead.';
  return `The sandbox does not start (${exit.reason}, code ${exit.code ?? 'none'}): ${output.trim().split('\n').at(-1) ?? ''}. ${advice}`;
}

const known: readonly (readonly [RegExp, string])[] = [
  [/unknown option/i, 'bubblewrap 0.8 or newer is needed: apt-get install bubblewrap'],
  [
    /uid map|user namespace|new namespace|No permissions|Operation not permitted/i,
    'This user may not make user namespaces: allow it with `sysctl -w kernel.unprivileged_userns_clone=1` (Debian) or ' +
      '`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu); in a container, run it with `--security-opt seccomp=unconfined ' +
      '--security-opt apparmor=unconfined`. Or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET to run code on Modal instead.',
  ],
];

function warningsFor(host: Host): string[] {
  return [
    ...(Host.separatesUsers
      ? []
      : ['All sessions run as the user of the server, because it is not root: only namespaces keep them apart.']),
    ...(host.cgroups
      ? []
      : [
          'No control group can be made here: memory, processors and processes are watched, not held, so a burst can pass its limit for a moment.',
        ]),
  ];
}
