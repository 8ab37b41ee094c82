import type * as Everything from 'monaco-editor';

/** The editor's API as our bundle has it. */
export type Monaco = Pick<
  typeof Everything,
  'editor' | 'languages' | 'typescript' | 'KeyCode' | 'KeyMod' | 'MarkerSeverity' | 'Position' | 'Range' | 'Selection' | 'Uri'
>;

interface Bundle extends Monaco {
  readonly monacoEnvironment: { getWorker?: (moduleId: string, label: string) => Worker };
}

let assetBase: URL | undefined;
let loading: Promise<Monaco> | undefined;
let sheet: CSSStyleSheet | undefined;

/** Where `monaco.js` and the files beside it are served from, when not beside this module. Set it before the first editor opens. */
export function setAssetBase(url: string | URL): void {
  const base = new URL(url, document.baseURI);
  assetBase = base.pathname.endsWith('/') ? base : new URL(`${base.href}/`);
}

/** Loads the editor once, on first need; a failed load may be tried again. Rejects with the cause when a file can't be had. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Puts the editor's style sheet into a shadow root: styles from the document's head don't reach inside. */
export function adoptMonacoStyles(root: ShadowRoot): void {
  sheet ??= new CSSStyleSheet();
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

async function load(): Promise<Monaco> {
  const [bundle] = await Promise.all([
    import(/* @vite-ignore */ /* webpackIgnore: true */ asset('monaco.js')) as Promise<Bundle>,
    loadStyles(),
    loadIcons(),
  ]);
  bundle.monacoEnvironment.getWorker = (_moduleId, label) => startWorker(workerFile(label), label);
  return bundle;
}

const asset = (name: string) => new URL(name, assetBase ?? new URL('./monaco/', import.meta.url)).href;

async function loadStyles(): Promise<void> {
  const answer = await fetch(asset('monaco.css'));
  if (!answer.ok) throw new Error(`The editor's style sheet answered ${answer.status}`);
  // A font in a shadow root's sheet is ignored, and its address would be resolved against the page: it is loaded apart.
  const text = (await answer.text()).replace(/@font-face\s*\{[^}]*\}/g, '');
  sheet ??= new CSSStyleSheet();
  await sheet.replace(text);
}

async function loadIcons(): Promise<void> {
  if ([...document.fonts].some((font) => font.family === 'codicon')) return;
  const font = new FontFace('codicon', `url("${asset('codicon.ttf')}")`, { display: 'block' });
  document.fonts.add(font);
  // Without the font the icons are blank, and the editor still works.
  await font.load().catch(() => undefined);
}

function workerFile(label: string): string {
  if (label === 'typescript' || label === 'javascript') return 'ts.worker.js';
  return label === 'json' ? 'json.worker.js' : 'editor.worker.js';
}

/** A worker must come from the page's own origin: one from elsewhere starts as a classic blob that imports the script. */
function startWorker(file: string, name: string): Worker {
  const url = asset(file);
  if (new URL(url).origin === location.origin) return new Worker(url, { name });
  const stub = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(url)});`], { type: 'text/javascript' }));
  const worker = new Worker(stub, { name });
  // The worker has taken the text of its script by the time it answers for the first time.
  worker.addEventListener('message', () => URL.revokeObjectURL(stub), { once: true });
  return worker;
}
