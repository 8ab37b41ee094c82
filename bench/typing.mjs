// What recording costs the typist: the same editor with and without its recorder, in blocks that take turns within one page, at 30 keys
// a second. Built product and Chromium needed.
// node bench/typing.mjs [--keys 2000] [--block 250] [--url http://127.0.0.1:3000 --key ilm_sk_…]
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { quiet } from '../scripts/quiet-chromium.mjs';
import { finding } from './findings.mjs';
import { productAt, startProduct } from './product.mjs';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '2000' },
    block: { type: 'string', default: '250' },
    url: { type: 'string' },
    key: { type: 'string' },
  },
});
const keysWanted = Number(values.keys);
const block = Number(values.block);
const perSecond = 30;

const product = values.url && values.key ? productAt(values.url, values.key) : await startProduct();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: quiet,
});
try {
  report(await measure());
} finally {
  await browser.close();
  await product.close();
}

/** One block with the recorder, one without, until `keysWanted` were typed with it. */
async function measure() {
  const page = await openEditor();
  const session = await page.context().newCDPSession(page);
  // The thread's own time: what other programs do on the machine doesn't count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskTime = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  const sums = { on: blank(), off: blank() };
  let typed = '';
  for (let turn = 0; typed.length < keysWanted * 2; turn++) {
    // On, off, off, on: what drifts over the run falls on both alike.
    const arm = turn % 4 === 0 || turn % 4 === 3 ? 'on' : 'off';
    await page.evaluate((isOn) => globalThis.ilmBench.record(isOn), arm === 'on');
    const before = await taskTime();
    typed += await typeBlock(page);
    const took = (await taskTime()) - before;
    sums[arm].keys += block;
    sums[arm].task += took;
    sums[arm].perKey.push(took / block);
    const seen = await page.evaluate(() => globalThis.ilmBench.take());
    sums[arm].long += seen.long;
    sums[arm].worst = Math.max(sums[arm].worst, seen.worst);
    sums[arm].recording += seen.recording;
    sums[arm].worstRecording = Math.max(sums[arm].worstRecording, seen.worstRecording);
  }
  const text = await page.evaluate(() => globalThis.ilmBench.text());
  return { sums, dropped: typed === text ? 0 : Math.abs(typed.length - text.length) || 1 };
}

function blank() {
  return { keys: 0, task: 0, perKey: [], long: 0, worst: 0, recording: 0, worstRecording: 0 };
}

async function typeBlock(page) {
  let text = '';
  const started = performance.now();
  for (let at = 0; at < block; at++) {
    // Comment lines: the editor completes nothing in them, so each key is one letter.
    const key = at % 50 === 0 ? 'Enter' : at % 50 <= 2 ? '/' : String.fromCharCode(97 + (at % 26));
    await page.keyboard.press(key);
    text += key === 'Enter' ? '\n' : key;
    await sleep(Math.max(0, started + ((at + 1) * 1000) / perSecond - performance.now()));
  }
  return text;
}

async function openEditor() {
  const { data } = await product.api('GET', '/api/assessments?limit=100');
  const assessment = data.find(({ questions }) => questions[0].slug === 'log-summary');
  const body = { assessment: assessment.id, candidate: { name: 'Ada Lovelace', email: `ada+${Date.now()}@example.com` } };
  const { links } = await product.api('POST', '/api/interview', body);
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(links.candidate);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.locator('interview-editor .view-line').first().waitFor();
  await page.locator('interview-editor .view-lines').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.evaluate(watch);
  await sleep(3000);
  return page;
}

/** Runs in the page: switches the recorder, times it, and counts the tasks that a person would feel. */
function watch() {
  const everything = (root) =>
    [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? everything(one.shadowRoot) : [])]);
  const { workspace } = everything(globalThis.document).find(({ localName }) => localName === 'interview-editor');
  const record = workspace.record.bind(workspace);
  const seen = { long: 0, worst: 0, recording: 0, worstRecording: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.long++;
      seen.worst = Math.max(seen.worst, duration);
    }
  }).observe({ type: 'longtask' });
  const timed = (event) => {
    const from = performance.now();
    record(event);
    const took = performance.now() - from;
    seen.recording += took;
    seen.worstRecording = Math.max(seen.worstRecording, took);
  };
  globalThis.ilmBench = {
    record: (isOn) => (workspace.record = isOn ? timed : () => undefined),
    take: () => {
      const taken = { ...seen };
      Object.assign(seen, { long: 0, worst: 0, recording: 0, worstRecording: 0 });
      return taken;
    },
    text: () => workspace.files.open.get('log-summary.js').text,
  };
}

function report({ sums: { on, off }, dropped }) {
  const ms = (value) => value.toFixed(2);
  console.log(`${on.keys} keys with the recorder, ${off.keys} without, ${perSecond} a second, blocks of ${block} taking turns`);
  console.log(`keys that did not arrive   ${dropped}`);
  const [ours, theirs] = [on.perKey, off.perKey];
  const measure = `main thread per key at ${perSecond} keys a second`;
  finding({ bench: 'typing', measure, against: 'the same editor without recorder', unit: 'ms', ours, theirs, goal: { most: 1.03 } });
  console.log(
    `inside record()            ${((on.recording / on.task) * 100).toFixed(2)} % of the main thread's time, longest call ${ms(on.worstRecording)} ms`,
  );
  console.log(
    `tasks over 50 ms           ${on.long} with (longest ${on.worst.toFixed(0)} ms), ${off.long} without (longest ${off.worst.toFixed(0)} ms)`,
  );
}
