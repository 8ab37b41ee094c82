// `<session-replay>` with everything open as a reviewer has it: files, code, terminal, conversation, timeline.
import { build } from 'esbuild';
import { clockScript } from './measure.mjs';

/** The files of the page. `recording` is written to it as JSON, in segments as the API gives them. */
export async function oursPage(recording) {
  const script = await bundle();
  return {
    '/ours': ['text/html', page],
    '/ours.js': ['text/javascript', script],
    '/manifest.json': ['application/json', JSON.stringify(recording.manifest)],
    ...Object.fromEntries(
      recording.manifest.segments.map(({ first_seq, last_seq }) => [
        `/segments/${first_seq}`,
        ['application/json', JSON.stringify(recording.events.slice(first_seq - 1, last_seq))],
      ]),
    ),
  };
}

async function bundle() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    define: { 'import.meta.url': '"http://localhost/"' },
  });
  return outputFiles[0].text;
}

const page = `<!doctype html><meta charset="utf-8"><style>body { margin: 0 } session-replay { height: 100vh }</style>
<script>${clockScript}</script><body></body><script type="module" src="/ours.js"></script>`;

const entry = `
import '@interviewlm/replay';

globalThis.reads = 0;
const json = async (path, signal) => (await fetch(path, { signal })).json();
const element = document.createElement('session-replay');
element.source = {
  manifest: (signal) => json('/manifest.json', signal),
  segment: ({ first_seq }, signal) => (globalThis.reads++, json('/segments/' + first_seq, signal)),
};
element.addEventListener('replay-ready', async () => {
  globalThis.firstFrame = { reads: globalThis.reads };
  await element.updateComplete;
  const { replay } = element.player;
  await replay.loadAll();
  await new Promise((resolve) => setTimeout(resolve, 500));
  globalThis.ready = true;
}, { once: true });
globalThis.element = element;
globalThis.seekTo = async (t) => { element.seek(t); await element.updateComplete; };
document.body.append(element);
`;
