import type * as Everything from 'monaco-editor';
import { getLocale, localeReady } from './localize.js';
import type { Locale } from './localize.js';
import { trustedPolicy } from './trusted-types.js';
import type { TrustedPolicy } from './trusted-types.js';

/** The editor's API as our bundle has it. */
export interface Monaco extends Pick<
  typeof Everything,
  'editor' | 'languages' | 'typescript' | 'KeyCode' | 'KeyMod' | 'MarkerSeverity' | 'Position' | 'Range' | 'Selection' | 'Uri'
> {
  /** Loads Vim's keys, on first need. Rejects when they can't be had. */
  loadVim(): Promise<typeof import('monaco-vim')>;
}

interface Bundle extends Monaco {
  readonly monacoEnvironment: {
    getWorker: ((moduleId: string, label: string) => Worker) | undefined;
    policy: TrustedPolicy | undefined;
  };
}

let assetBase: URL | undefined;
let loading: Promise<Monaco> | undefined;
let styling: Promise<void> | undefined;
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

/** Has the browser fetch the editor's files, without running them yet. */
export function fetchMonaco(): void {
  if (loading) return;
  void loadStyles().catch(() => undefined);
  const href = asset('monaco.js');
  // A page of ours names them in its head, and the script tag as soon as it runs; the page around may name a Monaco of its own.
  const named = document.head.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]');
  if ([...named].some((link) => link.href === href)) return;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
}

/** Puts the editor's style sheet into a shadow root: styles from the document's head don't reach inside. */
export function adoptMonacoStyles(root: ShadowRoot): void {
  sheet ??= new CSSStyleSheet();
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

async function load(): Promise<Monaco> {
  const [bundle] = await Promise.all([loadBundle(), loadStyles()]);
  // Nothing waits for the icons' font: until it is there they are blank.
  void loadIcons();
  bundle.monacoEnvironment.policy = trustedPolicy() ?? undefined;
  bundle.monacoEnvironment.getWorker = (_moduleId, label) => startWorker(workerFile(label), label);
  return bundle;
}

/** Those that Monaco has texts of its own in; it speaks English in the others. */
const translated: readonly Locale[] = ['de', 'es', 'ja'];

/** Menus, find and the command palette are in the locale that the page has by now, and stay in it. Nothing is asked for English. */
async function loadBundle(): Promise<Bundle> {
  await localeReady();
  const locale = getLocale();
  const words = translated.includes(locale) ? await loadWords(locale) : undefined;
  const handover = globalThis as { [handedOver]?: unknown };
  if (words) handover[handedOver] = { locale, messages: words };
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ asset('monaco.js'))) as Bundle;
  } finally {
    Reflect.deleteProperty(handover, handedOver);
  }
}

/** What `monaco/environment.ts` looks for, a symbol so that no name of the page's is taken. */
const handedOver = Symbol.for('interviewlm.monaco.words');

/** Undefined when they can't be had: the editor is worth more than its menus' language. */
async function loadWords(locale: Locale): Promise<unknown> {
  const answer = await fetch(asset(`words/${locale}.json`)).catch(() => undefined);
  return answer?.ok ? answer.json().catch(() => undefined) : undefined;
}

const asset = (name: string) =>
  new URL(name, assetBase ?? new URL(/* @vite-ignore */ /* webpackIgnore: true */ './monaco/', import.meta.url)).href;

const loadStyles = () => (styling ??= fetchStyles().catch(retryLater));

function retryLater(error: unknown): never {
  styling = undefined;
  throw error;
}

async function fetchStyles(): Promise<void> {
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
  // Without the font the editor works all the same.
  await font.load().catch(() => undefined);
}

function workerFile(label: string): string {
  if (label === 'typescript' || label === 'javascript') return 'ts.worker.js';
  return label === 'json' ? 'json.worker.js' : 'editor.worker.js';
}

/** A worker must come from the page's own origin: one from elsewhere starts as a classic blob that imports the script. */
function startWorker(file: string, name: string): Worker {
  const url = asset(file);
  if (new URL(url).origin === location.origin) return new Worker(trusted(url), { name });
  const stub = URL.createObjectURL(new Blob([importing(url)], { type: 'text/javascript' }));
  const worker = new Worker(trusted(stub), { name });
  // The worker has taken the text of its script by the time it answers for the first time.
  worker.addEventListener('message', () => URL.revokeObjectURL(stub), { once: true });
  return worker;
}

/** The worker is under the page's policy too, and `trustedTypes` is another one there. */
const importing = (url: string) =>
  `importScripts((self.trustedTypes?.createPolicy('interviewlm',{createScriptURL:u=>u})??{createScriptURL:u=>u}).createScriptURL(${JSON.stringify(url)}));`;

const trusted = (url: string) => trustedPolicy()?.createScriptURL(url) ?? url;
