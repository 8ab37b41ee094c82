import { msg } from '@interviewlm/ui';
import type { Monaco } from '@interviewlm/ui';
import type { editor as MonacoEditor } from 'monaco-editor';
import type { EditorSettings } from './settings.js';

export function editorOptions(host: Element): MonacoEditor.IStandaloneEditorConstructionOptions {
  return {
    automaticLayout: true,
    fontFamily: getComputedStyle(host).getPropertyValue('--_mono'),
    fontSize: 13,
    lineHeight: 20,
    minimap: { enabled: false },
    padding: { top: 10, bottom: 10 },
    scrollBeyondLastLine: false,
    smoothScrolling: false,
    renderLineHighlight: 'line',
    renderWhitespace: 'selection',
    guides: { indentation: true },
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    lineNumbersMinChars: 3,
    glyphMargin: true,
    tabSize: 2,
    detectIndentation: true,
    // Suggestions come from the language, not from other files of the page.
    wordBasedSuggestions: 'currentDocument',
    fixedOverflowWidgets: true,
    accessibilitySupport: 'auto',
    dropIntoEditor: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: false },
  };
}

/** With the width that the candidate has chosen; with that of the text itself, and two columns where it says nothing. */
export function arrangeModel(model: MonacoEditor.ITextModel, { tabWidth }: EditorSettings): void {
  // Monaco's colours for brackets are too faint on our ground, and an editor's own option for them reaches no model.
  model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
  if (tabWidth === null) model.detectIndentation(true, 2);
  else model.updateOptions({ tabSize: tabWidth, indentSize: tabWidth });
}

/** Control M; on a Mac, where Command M hides the window, Control Shift M. */
const tabModeKeys = ({ KeyMod, KeyCode }: Pick<Monaco, 'KeyMod' | 'KeyCode'>): number =>
  /^Mac/.test(navigator.platform) ? KeyMod.WinCtrl | KeyMod.Shift | KeyCode.KeyM : KeyMod.CtrlCmd | KeyCode.KeyM;

interface Actions {
  readonly turnTab: () => void;
  /** Runs what formats, so that what it changes isn't taken for typing. */
  readonly format: (work: () => Promise<unknown>) => Promise<void>;
}

/** Ours, under Monaco's own keys. Its own for Tab would turn every editor of the page, and tell nobody whose it is. */
export function addActions(monaco: Monaco, editor: MonacoEditor.IStandaloneCodeEditor, { turnTab, format }: Actions): void {
  const { KeyMod, KeyCode } = monaco;
  editor.addAction({
    id: 'interviewlm.tab-mode',
    label: msg('Let Tab leave the editor'),
    keybindings: [tabModeKeys(monaco)],
    run: turnTab,
  });
  editor.addAction({
    id: 'interviewlm.format',
    label: msg('Format Document'),
    keybindings: [KeyMod.Shift | KeyMod.Alt | KeyCode.KeyF],
    contextMenuGroupId: '1_modification',
    run: () => format(async () => editor.getAction('editor.action.formatDocument')?.run()),
  });
}

/** Codes that only say that a package's types aren't here: they are in the sandbox. */
const missingTypes = [2307, 2580, 2582, 2591, 2593, 2792, 7016];
let isSet = false;

/** TypeScript's settings are shared by all editors of our bundle: they are set once. */
export function setLanguageDefaults({ typescript, editor, KeyMod, KeyCode }: Monaco): void {
  if (isSet) return;
  isSet = true;
  // Control Enter runs the tests, wherever in the workspace it is pressed: the editor must let it through.
  editor.addKeybindingRules([
    { keybinding: KeyMod.CtrlCmd | KeyCode.Enter, command: '-editor.action.insertLineAfter' },
    { keybinding: tabModeKeys({ KeyMod, KeyCode }), command: '-editor.action.toggleTabFocusMode' },
  ]);
  const options = {
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeJs,
    allowNonTsExtensions: true,
    allowJs: true,
    strict: true,
    noEmit: true,
  };
  typescript.typescriptDefaults.setCompilerOptions(options);
  typescript.javascriptDefaults.setCompilerOptions({ ...options, strict: false, checkJs: false });
  typescript.typescriptDefaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: missingTypes });
  typescript.javascriptDefaults.setDiagnosticsOptions({ noSemanticValidation: true });
  typescript.typescriptDefaults.setEagerModelSync(true);
  typescript.javascriptDefaults.setEagerModelSync(true);
}
