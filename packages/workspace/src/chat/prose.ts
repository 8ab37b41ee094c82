import { html, render } from 'lit';
import { icon, msg, renderMarkdown } from '@interviewlm/ui';
import type { ShownMessage } from '../state/conversation.js';

/** While an answer arrives its Markdown is rendered again at most so often: a long answer isn't parsed for every word. */
const arrivingMs = 80;

export interface CodeActions {
  copy(code: string): void;
  insert(code: string): void;
}

interface Rendered {
  readonly text: string;
  readonly at: number;
  readonly isArriving: boolean;
  readonly nodes: Node[];
}

/** Each message's text as nodes, rendered again only when it changed, with a copy and an insert button on each code block. */
export class ProseCache {
  private readonly rendered = new WeakMap<ShownMessage, Rendered>();

  constructor(private readonly actions: CodeActions) {}

  nodes(message: ShownMessage, isArriving: boolean): Node[] {
    const known = this.rendered.get(message);
    const isCurrent = known?.text === message.text && known.isArriving === isArriving;
    const isRecent = isArriving && known !== undefined && performance.now() - known.at < arrivingMs;
    if (known && (isCurrent || isRecent)) return known.nodes;
    const fragment = renderMarkdown(message.text);
    if (!isArriving) for (const block of fragment.querySelectorAll('pre')) this.addActions(block);
    const nodes = [...fragment.childNodes];
    this.rendered.set(message, { text: message.text, at: performance.now(), isArriving, nodes });
    return nodes;
  }

  private addActions(block: HTMLPreElement): void {
    const code = block.textContent;
    const frame = document.createElement('div');
    frame.className = 'code';
    block.replaceWith(frame);
    const bar = document.createElement('div');
    bar.className = 'code-actions';
    render(
      html`<button
          class="icon-button"
          type="button"
          aria-label=${msg('Copy code')}
          title=${msg('Copy')}
          @click=${() => this.actions.copy(code)}
        >
          ${icon('copy')}
        </button>
        <button
          class="icon-button"
          type="button"
          aria-label=${msg('Insert code at the cursor')}
          title=${msg('Insert at the cursor')}
          @click=${() => this.actions.insert(code)}
        >
          ${icon('insert')}
        </button>`,
      bar,
    );
    frame.append(block, bar);
  }
}
