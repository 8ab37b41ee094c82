import { html, nothing } from 'lit';
import { icon, msg } from '@interviewlm/ui';
import type { SplitResizeEvent } from '@interviewlm/ui';
import '@interviewlm/ui/split-pane.js';
import type { CodeInsertEvent } from '../chat/interview-chat.js';
import type { InterviewEditor } from '../editor/interview-editor.js';
import type { PlaceRevealEvent } from '../tests/interview-tests.js';
import { viewWords, views } from '../views.js';
import type { View } from '../views.js';
import { onKey, onTabsKey } from './keys.js';
import type { Layout } from './layout.js';

/** The parts stay in place whatever the width is: only what lies around them changes. */
export function panes(layout: Layout, isCovered: boolean) {
  const withChat = layout.workspace.session.interview?.ai_policy.mode !== 'off';
  const { narrow } = layout.host;
  return html`
    ${narrow && !isCovered ? viewTabs(layout, withChat) : nothing}
    <main
      class="main"
      part="main"
      ?hidden=${isCovered}
      @keydown=${(event: KeyboardEvent) => onKey(event, layout)}
      @code-insert=${(event: CodeInsertEvent) => void insert(event, layout)}
      @place-reveal=${(event: PlaceRevealEvent) => void reveal(event, layout)}
      @split-resize=${(event: SplitResizeEvent) => keepSize(event, layout)}
    >
      <ilm-split
        data-split="left"
        .size=${sizeOf(layout, 'left', 0.25)}
        .min=${0.12}
        .max=${0.5}
        ?flat=${narrow}
        label=${msg('Question and code')}
      >
        <ilm-split
          slot="start"
          class="left"
          data-split="question"
          orientation="vertical"
          .size=${sizeOf(layout, 'question', 0.68)}
          ?flat=${narrow}
          label=${msg('Question and files')}
        >
          <interview-question slot="start" class="part" data-view="question" ?hidden=${layout.isHidden('question')}
            >${layout.parts.placeholder('interview-question')}</interview-question
          >
          <interview-file-tree slot="end" class="part" data-view="files" ?hidden=${layout.isHidden('files')}
            >${layout.parts.placeholder('interview-file-tree')}</interview-file-tree
          >
        </ilm-split>
        ${
          withChat
            ? html`<ilm-split
                slot="end"
                data-split="chat"
                .size=${sizeOf(layout, 'chat', 0.66)}
                .min=${0.3}
                .max=${0.85}
                ?flat=${narrow}
                label=${msg('Code and assistant')}
              >
                ${editorAndResults(layout, 'start')}
                <interview-chat slot="end" class="part" data-view="chat" ?hidden=${layout.isHidden('chat')}
                  >${layout.parts.placeholder('interview-chat')}</interview-chat
                >
              </ilm-split>`
            : editorAndResults(layout, 'end')
        }
      </ilm-split>
    </main>
  `;
}

function editorAndResults(layout: Layout, slot: string) {
  return html`<ilm-split
    slot=${slot}
    data-split="work"
    orientation="vertical"
    .size=${sizeOf(layout, 'work', 0.62)}
    .min=${0.15}
    .max=${0.85}
    ?flat=${layout.host.narrow}
    label=${msg('Editor and results')}
  >
    <interview-editor slot="start" class="part" data-view="editor" ?hidden=${layout.isHidden('editor')}
      >${layout.parts.placeholder('interview-editor')}</interview-editor
    >
    <section slot="end" class="panel" aria-label=${msg('Results')}>
      <div class="tabs" role="tablist" aria-label=${msg('Results')} @keydown=${onTabsKey}>
        ${(['tests', 'terminal'] as const).map((name) => tab(layout, name))}
      </div>
      <interview-tests class="part" data-view="tests" ?hidden=${layout.isHidden('tests')}
        >${layout.parts.placeholder('interview-tests')}</interview-tests
      >
      <interview-terminal class="part" data-view="terminal" ?hidden=${layout.isHidden('terminal')}
        >${layout.parts.placeholder('interview-terminal')}</interview-terminal
      >
    </section>
  </ilm-split>`;
}

function viewTabs(layout: Layout, withChat: boolean) {
  return html`<div class="tabs views" role="tablist" aria-label=${msg('Parts of the workspace')} @keydown=${onTabsKey}>
    ${views.filter((name) => withChat || name !== 'chat').map((name) => tab(layout, name))}
  </div>`;
}

function tab(layout: Layout, name: View) {
  const [label, mark] = viewWords()[name];
  const isChosen = layout.isChosen(name);
  const result = name === 'tests' ? layout.workspace.tests.result : null;
  const tone = result?.failed === 0 && result.total > 0 ? 'success' : 'danger';
  return html`<button role="tab" aria-selected=${isChosen} tabindex=${isChosen ? 0 : -1} @click=${() => layout.choose(name)}>
    ${icon(mark)}<span class="label">${label}</span>
    ${result ? html`<span class="badge ${tone}" dir="ltr">${result.passed}/${result.total}</span>` : nothing}
  </button>`;
}

const sizeOf = ({ workspace }: Layout, name: string, size: number) => workspace.memory.desk.splits[name] ?? size;

function keepSize(event: SplitResizeEvent, { workspace: { memory } }: Layout): void {
  const name = (event.target as HTMLElement).dataset.split;
  if (name) memory.update({ splits: { ...memory.desk.splits, [name]: event.size } });
}

async function insert({ code }: CodeInsertEvent, layout: Layout): Promise<void> {
  layout.show('editor');
  await layout.parts.load('interview-editor');
  (layout.find('interview-editor') as InterviewEditor).insert(code);
}

async function reveal({ place }: PlaceRevealEvent, layout: Layout): Promise<void> {
  layout.show('editor');
  await layout.parts.load('interview-editor');
  await (layout.find('interview-editor') as InterviewEditor).reveal(place.path, place.line);
}
