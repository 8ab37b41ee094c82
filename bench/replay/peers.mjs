/* global document, rrweb -- some functions run in the page */
// The same session in other people's players: as a recorded page for rrweb, as a recorded terminal for asciinema. Code is coloured in both,
// as it is in ours and in every editor that a candidate would have had before them.
import { readFileSync } from 'node:fs';
import { clockScript } from './measure.mjs';

/** Lines of code and of the terminal that both show. */
const codeLines = 40;
const terminalLines = 16;

/**
 * Runs a recording over a screen of code and terminal, as a candidate would have seen it: `draw` gets the changed rows after each event.
 * Files are replayed here by plain edits; nothing of our player is used.
 */
export function perform({ events }, draw) {
  const files = new Map();
  let path = '';
  let top = 0;
  const printed = [''];
  let shown = [];
  for (const { t_ms, type, data } of events) {
    if (type === 'session.started') for (const file of data.files) files.set(file.path, file.content);
    if (type === 'editor.open') path = data.path;
    if (type === 'editor.edit') {
      path = data.path;
      const [[offset, deleted, inserted]] = data.changes;
      const text = files.get(path) ?? '';
      files.set(path, text.slice(0, offset) + inserted + text.slice(offset + deleted));
      const line = text.slice(0, offset).split('\n').length - 1;
      if (line < top || line >= top + codeLines) top = Math.max(0, line - codeLines / 2);
    }
    if (type === 'terminal.output') {
      const [first, ...rest] = Buffer.from(data.base64, 'base64')
        .toString()
        .replace(/\x1b\[\d*m/g, '')
        .split('\r\n');
      printed.push(printed.pop() + first, ...rest);
    }
    const code = (files.get(path) ?? '').split('\n').slice(top, top + codeLines);
    const rows = [...Array.from({ length: codeLines }, (_, row) => code[row] ?? ''), ...lastOf(printed)];
    draw(
      t_ms,
      rows.flatMap((text, row) => (text === shown[row] ? [] : [[row, text]])),
    );
    shown = rows;
  }
}

/** A line cut where its colour changes: `[kind, text][]`, none kind for what has no colour. */
export function coloured(line) {
  const parts = [];
  let end = 0;
  for (const { index, 0: text, groups } of line.matchAll(words)) {
    if (index > end) parts.push(['', line.slice(end, index)]);
    parts.push([Object.keys(groups).find((kind) => groups[kind] !== undefined), text]);
    end = index + text.length;
  }
  if (end < line.length) parts.push(['', line.slice(end)]);
  return parts;
}

const words =
  /(?<comment>\/\/.*)|(?<string>'[^']*'|"[^"]*"|`[^`]*`)|(?<number>\b\d+\b)|(?<keyword>\b(?:const|export|for|from|function|if|import|let|new|of|return|throw)\b)|(?<name>\b[a-zA-Z_$]\w*)/g;

/** SGR parameters, as a terminal's editors use them. */
const colours = { comment: 32, string: 31, number: 36, keyword: 34, name: 39, '': 0 };

const lastOf = (printed) => Array.from({ length: terminalLines }, (_, row) => printed.at(row - terminalLines) ?? '');

/** Rows of code have colours; what a shell printed has none here. */
const cut = (row, line) => (row < codeLines ? coloured(line) : [['', line]]);
const painted = (row, line) =>
  `${cut(row, line)
    .map(([kind, text]) => `\x1b[${colours[kind]}m${text}`)
    .join('')}\x1b[m`;

/** asciicast v2: each changed row is drawn where it is. */
export function asciinemaPage(recording) {
  const lines = [JSON.stringify({ version: 2, width: 100, height: codeLines + terminalLines })];
  perform(recording, (t, rows) => {
    const text = rows.map(([row, line]) => `\x1b[${row + 1};1H\x1b[K${painted(row, line.slice(0, 100))}`).join('');
    if (text) lines.push(JSON.stringify([t / 1000, 'o', text]));
  });
  // The last moment is marked, so that both players end at the same one.
  lines.push(JSON.stringify([recording.manifest.duration_ms / 1000, 'o', ' ']));
  const folder = 'node_modules/asciinema-player/dist/bundle';
  return {
    '/asciinema': [
      'text/html',
      `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/asciinema.css"><script>${clockScript}</script><div id="player"></div>
<script src="/asciinema.js"></script><script>
const player = AsciinemaPlayer.create('/session.cast', document.querySelector('#player'), { preload: true, fit: false });
player.addEventListener('ready', async () => { await player.seek(0.001); globalThis.ready = true; });
globalThis.seekTo = (t) => player.seek(t / 1000);
player.play().then(() => player.pause()).then(() => (globalThis.ready = true));
</script>`,
    ],
    '/asciinema.js': ['text/javascript', readFileSync(`${folder}/asciinema-player.min.js`, 'utf8')],
    '/asciinema.css': ['text/css', readFileSync(`${folder}/asciinema-player.css`, 'utf8')],
    '/session.cast': ['text/plain', lines.join('\n')],
  };
}

const rrwebScript = () => readFileSync('node_modules/rrweb/dist/rrweb.umd.min.cjs', 'utf8');

/** Records the session with rrweb's own recorder in Chromium, on a page with a row for each line and a span for each colour. */
export async function recordRrweb(browser, recording) {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><style>
div { height: 16px; white-space: pre; font: 12px monospace }
.comment { color: green } .string { color: brown } .number { color: teal } .keyword { color: navy } .name { color: black }
</style><body></body>`);
  await page.evaluate(() => {
    globalThis.clockNow = 1_790_000_000_000;
    Date.now = () => globalThis.clockNow;
  });
  await page.addScriptTag({ content: rrwebScript() });
  await page.evaluate((count) => {
    for (let row = 0; row < count; row++) document.body.append(document.createElement('div'));
    globalThis.recorded = [];
    rrweb.record({ emit: (event) => globalThis.recorded.push(event) });
  }, codeLines + terminalLines);
  const steps = [];
  perform(recording, (t, rows) => steps.push([t, rows.map(([row, line]) => [row, cut(row, line)])]));
  for (let from = 0; from < steps.length; from += 5000) {
    await page.evaluate(
      async (part) => {
        const rows = document.body.children;
        for (const [t, changed] of part) {
          globalThis.clockNow = 1_790_000_000_000 + t;
          for (const [row, parts] of changed) {
            rows[row].replaceChildren(
              ...parts.map(([kind, text]) => {
                const span = document.createElement('span');
                span.className = kind;
                span.textContent = text;
                return span;
              }),
            );
          }
          // One event of the session is one of the recording: the observer tells after each.
          await Promise.resolve();
        }
      },
      steps.slice(from, from + 5000),
    );
  }
  const events = await page.evaluate(() => JSON.stringify(globalThis.recorded));
  await page.close();
  return events;
}

export function rrwebPage(events) {
  return {
    '/rrweb': [
      'text/html',
      `<!doctype html><meta charset="utf-8"><script>${clockScript}</script><body></body><script src="/rrweb.js"></script><script>
fetch('/rrweb.json').then((answer) => answer.json()).then((events) => {
  const replayer = new rrweb.Replayer(events, { root: document.body, mouseTail: false, showWarning: false });
  replayer.pause(0);
  globalThis.seekTo = async (t) => replayer.pause(t);
  globalThis.ready = true;
});
</script>`,
    ],
    '/rrweb.js': ['text/javascript', rrwebScript()],
    '/rrweb.json': ['application/json', events],
  };
}
