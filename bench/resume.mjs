// How long a candidate who comes back waits: from the token's first use to an editor that takes keys, and to a terminal with a prompt.
// On the local default, and on Modal's contract server whose sandboxes take 3 s to start. Built product and Chromium needed.
// node bench/resume.mjs [--files 10,200,2000] [--rounds 5] [--start-ms 3000]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { quiet } from '../scripts/quiet-chromium.mjs';
import { finding } from './findings.mjs';
import { productAt, startInterview, startProduct } from './product.mjs';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10,200,2000' },
    rounds: { type: 'string', default: '5' },
    'start-ms': { type: 'string', default: '3000' },
  },
});
const sizes = values.files.split(',').map(Number);
const [rounds, start_ms] = [values.rounds, values['start-ms']].map(Number);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: quiet });
const modal = await startModalServer();
modal.faults.always('sandboxCreateV2', { delay_ms: start_ms });
const onModal = {
  MODAL_TOKEN_ID: 'ak-test',
  MODAL_TOKEN_SECRET: 'as-test',
  MODAL_SERVER_URL: modal.url,
  MODAL_CONFIG_PATH: '/dev/null',
  TEST_MODE: 'as_live',
};
const products = [await startProduct(), await startProduct(onModal)];
try {
  for (const files of sizes) await compare(files);
} finally {
  await browser.close();
  for (const product of products) await product.close();
  await modal.close();
}

/** In turns, so that a busy machine is busy for both. */
async function compare(files) {
  const contexts = await Promise.all(products.map(() => browser.newContext({ viewport: { width: 1440, height: 900 } })));
  const seen = products.map(() => []);
  // The first comes with an empty cache, as after a change of machines, and isn't counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [side, product] of products.entries()) {
      // With very many files a cold page waits for minutes: once is enough.
      const waits = files < 1000 || round === 1;
      const times = await resume(contexts[side], await prepare(product, files), waits);
      if (round > 0) seen[side].push(times);
    }
  }
  await Promise.all(contexts.map((context) => context.close()));
  const editors = seen.map((times) => times.map(({ token, editor }) => editor - token));
  const cold = seen.map((times) => times.filter(({ terminal }) => terminal > 0).map(({ token, terminal }) => terminal - token));
  const say = (measure, ours, more) => finding({ bench: 'resume', measure: `${files} files, ${measure}`, unit: 'ms', ours, ...more });
  const [quick, slow] = ['a local sandbox', `a sandbox that takes ${start_ms / 1000} s`];
  say(`editor, with ${quick}`, editors[0], { goal: { most: 300 } });
  say(`editor, with ${slow}`, editors[1], { goal: { most: 300 } });
  say('editor, however long the sandbox takes', editors[1], { against: quick, theirs: editors[0], goal: { most: 1.2 } });
  for (const [side, sandbox] of [quick, slow].entries()) {
    const theirs = cold[side];
    say(`editor, with ${sandbox}`, editors[side].slice(0, theirs.length), { against: 'a page that waits for its sandbox', theirs });
  }
}

/** An interview that is under way, with so many files, of which five are open. */
async function prepare(product, count) {
  const { id, token, link } = await startInterview(product, 'log-summary');
  const page = productAt(product.url, token);
  const { work } = await page.api('GET', `/api/interview/${id}/workspace`);
  const more = Math.max(0, count - work.files.length);
  await addFiles(product, id, more);
  const paths = [...Array.from({ length: Math.min(4, more) }, (_, at) => pathOf(at)), 'log-summary.js'];
  const events = paths.map((path) => ({ t_ms: 1, type: 'editor.open', data: { path } }));
  await page.api('POST', `/api/interview/${id}/events`, { client_id: crypto.randomUUID(), first_seq: 1, events });
  return { id, link };
}

function pathOf(at) {
  return `src/part-${Math.floor(at / 50)}/module-${at}.js`;
}

/** Straight into the table: 2,000 requests would meet a candidate's limit. */
async function addFiles(product, interview, count) {
  const client = new pg.Client({ connectionString: await product.database() });
  await client.connect();
  await client.query(
    `insert into files (tenant_id, interview_id, path, version, content, size, sha256)
     select i.tenant_id, i.id, path, 1, content, length(content), encode(sha256(content), 'hex')
     from interviews i, unnest($2::text[]) path, convert_to(repeat(format(E'export const path = %L;\n', path), 40), 'UTF8') content
     where i.id = $1`,
    [interview, Array.from({ length: count }, (_, at) => pathOf(at))],
  );
  await client.end();
}

async function resume(context, { id, link }, waits) {
  const page = await context.newPage();
  await page.addInitScript(watch, id);
  await page.goto(link);
  await page.waitForFunction(() => globalThis.ilmBench?.editor > 0, undefined, { timeout: 60_000 });
  // That it takes keys is not taken on trust: this one must show.
  await page.keyboard.type('Z');
  await page.waitForFunction(() => globalThis.ilmBench.text().includes('Z'), undefined, { timeout: 5000 });
  if (waits) await page.waitForFunction(() => globalThis.ilmBench.terminal > 0, undefined, { timeout: 150_000 });
  const { token, editor, terminal } = await page.evaluate(() => ({ ...globalThis.ilmBench, text: undefined }));
  await page.close();
  return { token, editor, terminal };
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

/** Our own tests' server, which is TypeScript. */
async function startModalServer() {
  const outfile = join(import.meta.dirname, '../node_modules/.cache/interviewlm-bench/modal-server.mjs');
  const entryPoints = [join(import.meta.dirname, '../server/test/vendors/modal-server/server.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' });
  return (await import(outfile)).startModalServer();
}
