import { createLocalProvider } from '../../../src/providers/local/index.js';

/**
 * A server of its own: opens a sandbox with a busy terminal, starts a run that doesn't end, says on standard output what it found, and waits.
 * Arguments: data folder, Node prefix, a number that marks every process it starts.
 */
const [dataDir = '', node = '', marker = ''] = process.argv.slice(2);
const { volumes, sandboxes } = createLocalProvider({ dataDir, node });
const image = { name: 'javascript' as const, registry: '', commands: [], tools: null, env: {} };
const limits = { memory_mb: 128, cpu: 1, pids: 32, disk_mb: 16 };

const check = await sandboxes.check();
const said: string[] = [];
const tell = async () => {
  const tree = check.ready ? (await volumes.tree('interviewlm-itv_1')).map(({ path }) => path) : [];
  process.stdout.write(`${JSON.stringify({ check, said, tree })}\n`);
};
if (check.ready) {
  await volumes.create('interviewlm-itv_1');
  await volumes.write('interviewlm-itv_1', [{ kind: 'write', path: 'a/b.txt', content: Buffer.from('from the editor') }]);
  const waiting = {
    volume: null,
    image,
    overlay: [],
    argv: ['sleep', marker],
    env: {},
    stdin: new Uint8Array(),
    reads_input_first: true,
    limits: { ...limits, wall_ms: 60_000, output_bytes: 10_000 },
  };
  await sandboxes.open({ session: 'itv_1', volume: 'interviewlm-itv_1', image, limits, likely_run: waiting, tags: {} });
  const pty = await sandboxes.terminal('itv_1', { cols: 80, rows: 24 });
  const shown = new Promise<string>((resolve) => {
    let text = '';
    pty.onData((data) => {
      text += Buffer.from(data).toString();
      if (text.includes('shell ready')) resolve(text);
    });
  });
  pty.write(Buffer.from(`cat a/b.txt; touch made; setsid sleep ${marker} & sleep ${marker} & echo shell" "ready\r`));
  said.push(await shown);
  const argv = ['bash', '-c', `ls /proc/self/fd | tr '\\n' ' '; setsid nohup sleep ${marker} & sleep ${marker}`];
  const endless = {
    volume: 'interviewlm-itv_1',
    image,
    overlay: [],
    argv,
    env: {},
    stdin: new Uint8Array(),
    limits: { ...limits, wall_ms: 60_000, output_bytes: 10_000 },
  };
  for await (const event of sandboxes.run(endless, new AbortController().signal)) {
    if (event.type === 'exit') throw new Error(`the run ended: ${event.reason}`);
    said.push(Buffer.from(event.data).toString());
    if (said.length === 2) await tell();
  }
} else {
  await tell();
}
