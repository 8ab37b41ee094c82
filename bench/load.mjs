// From opening a page to an editor that takes keys: a company's page with our script tag and an interview, and a bare page with the same
// build of Monaco and the same text, from the same server, in rounds that take turns. Each round is a visitor with an empty cache.
// Ours takes keys before Monaco is there (packages/workspace/src/editor/plain-surface.ts): both moments are measured.
// Built product and Chromium needed.
// node bench/load.mjs [--rounds 9] [--url http://127.0.0.1:3000 --key ilm_sk_…]
import { createServer } from 'node:http';
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { quiet } from '../scripts/quiet-chromium.mjs';
import { finding } from './findings.mjs';
import { isProfiling, profilePage } from './profile/profiled.mjs';
import { productAt, startInterview, startProduct } from './product.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, url: { type: 'string' }, key: { type: 'string' } } });
/** The origin that the demo's tenant has on its list. */
const port = 4000;

const product = values.url && values.key ? productAt(values.url, values.key) : await startProduct();
const { id, token } = await startInterview(product, 'log-summary');
// Begun, as one that a candidate comes back to.
const { work } = await productAt(product.url, token).api('GET', `/api/interview/${id}/workspace`);
const host = await serveHost();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: quiet });
const times = { bare: [], typing: [], monaco: [] };
try {
  // The first round fills the machine's own caches, and isn't counted.
  for (let round = 0; round <= Number(values.rounds); round++) {
    const order = round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare'];
    for (const name of order) {
      const { typing, monaco } = await untilEditor(name);
      if (round === 0) continue;
      if (name === 'bare') times.bare.push(monaco);
      else {
        times.typing.push(typing);
        times.monaco.push(monaco);
      }
    }
  }
  report();
  if (isProfiling) await untilEditor('ours', 'load');
} finally {
  await browser.close();
  host.close();
  host.closeAllConnections();
  await product.close();
}

/** Milliseconds by the page's own clock, from its navigation until the text is on the screen and what takes the keys has the focus. */
async function untilEditor(name, profile) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const open = async () => {
    await page.goto(`http://127.0.0.1:${port}/${name}`, { waitUntil: 'commit' });
    return page.evaluate(() => globalThis.ilmReady);
  };
  const took = profile ? await profilePage(await context.newCDPSession(page), profile, open) : await open();
  await context.close();
  return took;
}

/** Runs in the page: looks once a frame, through every shadow root. */
function watch() {
  const find = (root, selector) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const one of root.querySelectorAll('*')) {
      const inside = one.shadowRoot && find(one.shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  };
  const takesFocus = (input) => {
    input.focus();
    return input.getRootNode().activeElement === input;
  };
  globalThis.ilmReady = new Promise((resolve) => {
    let typing = 0;
    const look = () => {
      const plain = find(globalThis.document, 'textarea.plain');
      if (!typing && plain?.value && !plain.readOnly && takesFocus(plain)) typing = performance.now();
      const line = find(globalThis.document, '.monaco-editor .view-line');
      const input = line && find(line.getRootNode(), '.monaco-editor [role=textbox], .monaco-editor textarea');
      if (!line?.textContent || !input || !takesFocus(input)) return globalThis.requestAnimationFrame(look);
      const monaco = performance.now();
      resolve({ typing: typing || monaco, monaco });
    };
    look();
  });
}

function serveHost() {
  const monaco = readdirSync('packages/sdk/dist/browser').find((name) => /^monaco-[0-9a-f]+$/.test(name));
  const base = `${product.url}/sdk/${monaco}`;
  const pages = {
    '/ours': `<script src="${product.url}/embed/v1.js" data-interview="${id}" data-token-url="/token" async></script>`,
    '/bare': `<link rel="stylesheet" href="${base}/monaco.css"><div id="editor" style="height: 420px"></div><script type="module">
      import { editor } from '${base}/monaco.js';
      editor.create(document.querySelector('#editor'), { value: ${JSON.stringify(work.open[0].content)}, language: 'javascript' });</script>`,
  };
  const server = createServer((req, res) => {
    if (req.method === 'POST')
      void product
        .api('POST', `/api/interview/${id}/tokens`, { role: 'candidate' })
        .then(({ token }) => res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ token })));
    else
      res
        .setHeader('Content-Type', 'text/html')
        .end(
          `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><body>${pages[req.url] ?? ''}</body></html>`,
        );
  });
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server)));
}

function report() {
  const against = { bench: 'load', against: 'a bare page with Monaco', unit: 'ms', theirs: times.bare, goal: { most: 1.15 } };
  finding({ ...against, measure: 'page to an editor that takes keys', ours: times.typing });
  finding({ ...against, measure: 'page to Monaco', ours: times.monaco });
}
