// How long a candidate who comes back waits: from the token's first use to an editor that takes keys, and to a terminal with a prompt.
// On the local default, and on Modal's contract server whose sandboxes take 3 s to start. Built product and Chromium needed.
// node bench/resume.mjs [--files 10,200,2000] [--rounds 5] [--start-ms 3000] [--only local|modal]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { quiet } from '../scripts/quiet-chromium.mjs';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10,200,2000' },
    rounds: { type: 'string', default: '5' },
    'start-ms': { type: 'string', default: '3000' },
    only: { type: 'string' },
  },
});
const sizes = values.files.split(',').map(Number);
const rounds = Number(values.rounds);
const dataDir = mkdtempSync(join(tmpdir(), 'interviewlm-resume-'));
const port = 20_000 + (process.pid % 20_000);
const url = `http://127.0.0.1:${port}`;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: quiet });
try {
  await measureOn('local', {}, values.only === 'modal');
  if (values.only !== 'local') await measureOnModal();
} finally {
  await browser.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function measureOnModal() {
  const server = await startModalServer();
  server.faults.always('sandboxCreateV2', { delay_ms: Number(values['start-ms']) });
  const env = {
    MODAL_TOKEN_ID: 'ak-test',
    MODAL_TOKEN_SECRET: 'as-test',
    MODAL_SERVER_URL: server.url,
    MODAL_CONFIG_PATH: '/dev/null',
    TEST_MODE: 'as_live',
  };
  try {
    await measureOn(`modal, ${values['start-ms']} ms start`, env);
  } finally {
    await server.close();
  }
}

/** The first start also proves the exercises, so it happens even where only the second is measured. */
async function measureOn(name, env, startOnly = false) {
  const product = await startProduct(env);
  try {
    if (startOnly) return;
    console.log(`\n${name}: medians (and worst) of ${rounds} interviews, in ms`);
    console.log('files   cache   editor from token   editor from navigation   of that, main thread   terminal from token');
    for (const files of sizes) {
      const interviews = [];
      for (let round = 0; round <= rounds; round++) interviews.push(await prepare(product.key, files));
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      // The first comes with an empty cache, as after a change of machines.
      row(files, 'cold', [await resume(context, interviews[0])]);
      const warm = [];
      for (const interview of interviews.slice(1)) warm.push(await resume(context, interview));
      row(files, 'warm', warm);
      await context.close();
    }
  } finally {
    await product.stop();
  }
}

/** An interview that is under way, with so many files, of which five are open. */
async function prepare(key, count) {
  const { data } = await api(key, 'GET', '/api/assessments?limit=100');
  const assessment = data.find(({ questions }) => questions[0].slug === 'log-summary');
  const candidate = { name: 'Ada Lovelace', email: `ada+${Math.random()}@example.com` };
  const { id, links } = await api(key, 'POST', '/api/interview', { assessment: assessment.id, candidate });
  const { token } = await api(key, 'POST', `/api/interview/${id}/tokens`, { role: 'candidate' });
  const { work } = await api(token, 'GET', `/api/interview/${id}/workspace`);
  for (let at = work.files.length; at < count; at++) {
    const path = encodeURIComponent(`src/part-${Math.floor(at / 50)}/module-${at}.js`);
    await api(token, 'PUT', `/api/interview/${id}/files/${path}`, { content: `export const value${at} = ${at};\n`.repeat(40) });
  }
  const paths = [0, 1, 2, 3]
    .map((at) => `src/part-0/module-${work.files.length + at}.js`)
    .filter((_, at) => work.files.length + at < count);
  const open = [...paths, 'log-summary.js'].map((path) => ({ t_ms: 1, type: 'editor.open', data: { path } }));
  await api(token, 'POST', `/api/interview/${id}/events`, { client_id: crypto.randomUUID(), first_seq: 1, events: open });
  return { id, link: links.candidate };
}

async function resume(context, { id, link }) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // The thread's own time: what other programs do on the machine doesn't count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(watch, id);
  await page.goto(link);
  await page.waitForFunction(() => globalThis.ilmBench?.editor > 0, undefined, { timeout: 60_000 });
  const { metrics } = await session.send('Performance.getMetrics');
  const busy = metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  // That it takes keys is not taken on trust: this one must show.
  await page.keyboard.type('Z');
  await page.waitForFunction(() => globalThis.ilmBench.text().includes('Z'), undefined, { timeout: 5000 });
  await page.waitForFunction(() => globalThis.ilmBench.terminal > 0, undefined, { timeout: 60_000 });
  const seen = { ...(await page.evaluate(() => ({ ...globalThis.ilmBench, text: undefined }))), busy };
  await page.close();
  return seen;
}

/** Runs in the page before anything else does. */
function watch(interview) {
  localStorage.setItem(`interviewlm.desk.${interview}`, JSON.stringify({ panel: 'terminal' }));
  const bench = { token: 0, editor: 0, terminal: 0, text: () => '' };
  globalThis.ilmBench = bench;
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    if (bench.token === 0 && headers.has('authorization')) bench.token = performance.now();
    return real(input, init);
  };
  const inside = (root, path) => path.reduce((node, selector) => (node?.shadowRoot ?? node)?.querySelector(selector), root);
  const editorPart = (selector) => inside(globalThis.document, ['hosted-interview', 'interview-workspace', 'interview-editor', selector]);
  bench.text = () => editorPart('textarea.plain')?.value ?? editorPart('.view-lines')?.textContent ?? '';
  const look = () => {
    const workspace = inside(globalThis.document, ['hosted-interview', 'interview-workspace']);
    const editor = inside(workspace, ['interview-editor']);
    const input = inside(editor, ['textarea.plain:not([hidden])']) ?? inside(editor, ['.native-edit-context, textarea.inputarea']);
    const isEditable = input && input.getAttribute('aria-readonly') !== 'true' && !input.readOnly;
    if (!bench.editor && isEditable && input.matches(':focus') && bench.text() !== '') bench.editor = performance.now();
    const rows = inside(workspace, ['interview-terminal', 'ilm-shell', '.xterm-rows']);
    if (!bench.terminal && /\$\s/.test(rows?.textContent ?? '')) bench.terminal = performance.now();
    if (!bench.editor || !bench.terminal) globalThis.requestAnimationFrame(look);
  };
  globalThis.requestAnimationFrame(look);
}

function row(files, cache, seen) {
  const cell = (pick) => {
    const times = seen.map(pick).sort((a, b) => a - b);
    return `${times[Math.floor((times.length - 1) / 2)].toFixed(0)} (${times.at(-1).toFixed(0)})`;
  };
  const cells = [
    cell(({ editor, token }) => editor - token).padStart(17),
    cell(({ editor }) => editor).padStart(22),
    cell(({ busy }) => busy).padStart(20),
    cell(({ terminal, token }) => terminal - token).padStart(19),
  ];
  console.log(`${String(files).padStart(5)}   ${cache.padEnd(5)}   ${cells.join('   ')}`);
}

async function api(key, method, path, body) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  for (;;) {
    const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
    if (answer.ok) return answer.json();
    if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000);
  }
}

/** Our own tests' server, which is TypeScript. */
async function startModalServer() {
  const outfile = join(import.meta.dirname, '../node_modules/.cache/interviewlm-bench/modal-server.mjs');
  const entryPoints = [join(import.meta.dirname, '../server/test/vendors/modal-server/server.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
  return (await import(outfile)).startModalServer();
}

async function startProduct(env) {
  const child = spawn(process.execPath, ['server/bin/interviewlm.mjs', 'start', '--demo'], {
    env: { ...process.env, ...env, DATA_DIR: dataDir, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (let waited = 0; waited < 360 && child.exitCode === null; waited++) {
    await sleep(500);
    const isReady = (await fetch(`${url}/readyz`).catch(() => null))?.ok;
    try {
      if (isReady) return { key: JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')).secret_key, stop };
    } catch {
      // The demo isn't laid out yet.
    }
  }
  await stop();
  throw new Error('The product did not start');
}
