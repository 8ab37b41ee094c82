/**
 * What the prebuilt editor bundle holds. `scripts/build-monaco.mjs` makes from it, beside the compiled package in `dist/monaco/`:
 * `monaco.js` and its chunks, `monaco.css`, the classic scripts `editor.worker.js`, `ts.worker.js`, `json.worker.js`, and `codicon.ttf`.
 * `../monaco.ts` loads them when the first editor is shown.
 *
 * Every editor feature is in it: a hand-picked set saves a third and breaks the TypeScript mode, which asks for services of the others.
 */
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/features/typescript/register.js';
import 'monaco-editor/languages/features/json/register.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/java/register.js';
import 'monaco-editor/languages/definitions/go/register.js';
import 'monaco-editor/languages/definitions/rust/register.js';
import 'monaco-editor/languages/definitions/cpp/register.js';
import 'monaco-editor/languages/definitions/ruby/register.js';
import 'monaco-editor/languages/definitions/markdown/register.js';
import 'monaco-editor/languages/definitions/html/register.js';
import 'monaco-editor/languages/definitions/css/register.js';
import 'monaco-editor/languages/definitions/shell/register.js';
import 'monaco-editor/languages/definitions/yaml/register.js';

export * from 'monaco-editor/editor/editor.api.js';
export * as typescript from 'monaco-editor/languages/features/typescript/register.js';
export { monacoEnvironment } from './environment.js';
/** Vim's keys for an editor of this bundle, in a chunk that nobody else loads. */
export const loadVim = () => import('monaco-vim');
