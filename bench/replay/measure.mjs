// Seeks in real players in Chromium: each page gives `seekTo(t_ms)`, which resolves once the frame is painted.
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { quiet } from '../../scripts/quiet-chromium.mjs';

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: [...quiet, '--js-flags=--expose-gc'] });

/** Serves texts by path, on this machine only. `files` maps a path to `[content type, content]`. */
export async function serve(files) {
  const server = createServer((request, response) => {
    const [type, content] = files[new URL(request.url, 'http://localhost').pathname] ?? ['text/plain', null];
    response.writeHead(content === null ? 404 : 200, { 'Content-Type': type });
    response.end(content ?? 'not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Opens a page and waits until it says that it is ready; gives the page, how long that took, and how to read its clock. */
export async function openPlayer(browser, url, prepare) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  page.on('pageerror', (error) => console.error(String(error)));
  if (prepare) await page.addInitScript(prepare);
  const from = performance.now();
  await page.goto(url);
  await page.waitForFunction(() => globalThis.ready === true, null, { timeout: 300_000 });
  const opened = performance.now() - from;
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, session, opened, close: () => context.close() };
}

/**
 * Seeks to each moment. `busy` is the main thread's own time for it in milliseconds, script, style, layout and paint, up to the
 * painted frame, without what other processes of the machine took; `wall` is what a person waits; `rest` is what is done after the
 * frame, until the page is idle.
 */
export async function seekAll({ page, session }, times) {
  const busy = [];
  const wall = [];
  const rest = [];
  for (const t of times) {
    const before = await mainThread(session);
    wall.push(await page.evaluate((moment) => globalThis.timed(moment), t));
    const painted = await mainThread(session);
    busy.push(painted - before);
    await page.evaluate(() => globalThis.idle());
    rest.push((await mainThread(session)) - painted);
  }
  return { busy: busy.sort(ascending), wall: wall.sort(ascending), rest: rest.sort(ascending) };
}

/** Megabytes in use after a collection. */
export async function heapOf({ page, session }) {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const used = await page.evaluate(() => performance.memory.usedJSHeapSize);
  return used / 2 ** 20;
}

export const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];

const ascending = (a, b) => a - b;

async function mainThread(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** A page that shows nothing at any moment. */
export const nothingPage = {
  get '/nothing'() {
    const script = 'globalThis.seekTo = async () => {}; globalThis.ready = true;';
    return ['text/html', `<!doctype html><meta charset="utf-8"><script>${clockScript}</script><body></body><script>${script}</script>`];
  },
};

/** What every page has: a seek that is timed up to the frame, and a wait until nothing is left to do. */
export const clockScript = `
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  }));
  globalThis.timed = async (t) => {
    const from = performance.now();
    await globalThis.seekTo(t);
    await painted();
    return performance.now() - from;
  };
  globalThis.idle = () => new Promise((resolve) => setTimeout(() => requestIdleCallback(resolve), 150));
`;
