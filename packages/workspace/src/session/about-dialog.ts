import { css, html } from 'lit';
import { query } from 'lit/decorators.js';
import { BaseElement, buttonStyles, define, keyText, listed, msg, str } from '@interviewlm/ui';
import type { Dialog } from '@interviewlm/ui';
import '@interviewlm/ui/dialog.js';
import { Part } from '../part.js';
import type { Workspace } from '../state/workspace.js';

const keys = (): readonly (readonly [keys: readonly string[], words: string])[] => [
  [['F6', 'Shift+F6'], msg('Next pane, previous pane; the bar at the top is one of them')],
  [['Ctrl+M'], msg('In the editor: let Tab leave it (Ctrl Shift M on a Mac)')],
  [['Ctrl+Enter'], msg('Run the tests')],
  [['Shift+Alt+F'], msg('Format the file')],
  [['F2', 'Delete', 'Shift+F10'], msg('In the files: rename, delete, everything else')],
  [['Ctrl+Shift+F', 'Ctrl+Shift+C', 'Ctrl+Shift+V'], msg('In the terminal: find, copy, paste')],
  [['←', '→', '↑', '↓'], msg('On the line between two panes: move it')],
];

/** `<interview-about>`: what is recorded, in plain words, and the keys. */
export class InterviewAbout extends Part {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    css`
      h3 {
        margin: var(--_space-3) 0 var(--_space-1);
        color: var(--_text);
        font: 600 var(--_size-s) / 1.4 var(--_font);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 4px var(--_space-3);
        margin: 0;
        font-size: var(--_size-s);
      }
      dt {
        color: var(--_text);
        font-weight: 500;
      }
      kbd {
        padding: 0 4px;
        border: 1px solid var(--_border);
        border-radius: var(--_radius-s);
        font: 500 var(--_size-xs) / 1.6 var(--_font);
        white-space: nowrap;
        unicode-bidi: isolate;
      }
      dd {
        margin: 0;
      }
    `,
  ];

  @query('ilm-dialog') private dialog!: Dialog;

  protected override observes({ session }: Workspace) {
    return [session];
  }

  show(): void {
    this.dialog.show();
  }

  override render() {
    const suppressed = this.workspace?.session.interview?.accommodations.suppress_signals ?? [];
    const signals = (
      [
        ['blur', msg('when you leave this page and come back')],
        ['paste', msg('how much you paste')],
        ['copy', msg('how much you copy')],
        ['fullscreen', msg('full screen')],
      ] as const
    )
      .filter(([signal]) => !suppressed.includes(signal))
      .map(([, words]) => words);
    return html`<ilm-dialog heading=${msg('About this workspace')}>
      <h3>${msg('What is recorded')}</h3>
      ${msg('Your edits, the terminal, test runs and the conversation with the assistant, so that a reviewer can see how you worked.')}
      ${signals.length > 0 ? html`${msg(str`Also noted: ${listed(signals)}. These are facts for a person to read; none of them decides anything.`)}` : ''}
      ${msg('There is no camera, no microphone and no picture of your screen.')}
      <h3>${msg('Keys')}</h3>
      <dl>
        ${keys().map(
          ([alternatives, words]) =>
            html`<dt>${alternatives.map((key) => html`<kbd>${keyText(key)}</kbd> `)}</dt>
              <dd>${words}</dd>`,
        )}
      </dl>
      <div slot="actions"><button class="button" @click=${() => this.dialog.close()}>${msg('Close')}</button></div>
    </ilm-dialog>`;
  }
}

define('interview-about', InterviewAbout);

declare global {
  interface HTMLElementTagNameMap {
    'interview-about': InterviewAbout;
  }
}
