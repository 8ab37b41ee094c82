import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { BaseElement, buttonStyles, define, icon, msg } from '@interviewlm/ui';
import type { Menu, MenuItem } from '@interviewlm/ui';
import '@interviewlm/ui/menu.js';
import { fontSizeOf, fontSizes } from './settings.js';
import type { EditorSettings } from './settings.js';

/** The candidate wants their editor to be like this. */
export class EditorSettingsEvent extends Event {
  static readonly eventName = 'editor-settings';
  constructor(readonly settings: EditorSettings) {
    super(EditorSettingsEvent.eventName);
  }
}

/** Tab is to leave the editor, or to indent again. */
export class TabModeEvent extends Event {
  static readonly eventName = 'editor-tab-mode';
  constructor() {
    super(TabModeEvent.eventName);
  }
}

/** `<ilm-editor-settings>`: a button for how the editor looks and what Tab does in it. */
export class EditorSettingsMenu extends BaseElement {
  static override styles = [
    ...[BaseElement.styles].flat(),
    ...buttonStyles,
    css`
      .icon-button {
        width: 24px;
        min-height: 24px;
        padding: 0;
      }
    `,
  ];

  @property({ attribute: false }) settings!: EditorSettings;
  /** Whether Tab leaves the editor now. */
  @property({ type: Boolean }) tabLeaves = false;
  @query('ilm-menu') private menu!: Menu;

  override render() {
    return html`<button
        class="icon-button"
        aria-label=${msg('Editor settings')}
        aria-haspopup="menu"
        title=${msg('Editor settings')}
        @click=${this.open}
      >
        ${icon('more')}
      </button>
      <ilm-menu label=${msg('Editor settings')}></ilm-menu>`;
  }

  private readonly open = ({ currentTarget }: Event) => {
    const box = (currentTarget as HTMLElement).getBoundingClientRect();
    this.menu.items = this.items();
    void this.menu.showAt(box.right, box.top);
  };

  private items(): MenuItem[] {
    const { fontSize, wrapsLines } = this.settings;
    return [
      { label: msg('Larger text'), icon: 'plus', disabled: fontSize >= fontSizes.most, run: () => this.change({ fontSize: fontSize + 2 }) },
      {
        label: msg('Smaller text'),
        icon: 'minus',
        disabled: fontSize <= fontSizes.least,
        run: () => this.change({ fontSize: fontSize - 2 }),
      },
      {
        label: wrapsLines ? msg('Don’t wrap long lines') : msg('Wrap long lines'),
        icon: 'insert',
        run: () => this.change({ wrapsLines: !wrapsLines }),
      },
      {
        label: this.tabLeaves ? msg('Let Tab indent') : msg('Let Tab leave the editor'),
        icon: 'move',
        keys: 'Ctrl+M',
        run: () => this.dispatchEvent(new TabModeEvent()),
      },
    ];
  }

  private change(change: Partial<EditorSettings>): void {
    const changed = { ...this.settings, ...change };
    this.dispatchEvent(new EditorSettingsEvent({ ...changed, fontSize: fontSizeOf(changed.fontSize) }));
  }
}

define('ilm-editor-settings', EditorSettingsMenu);

declare global {
  interface HTMLElementTagNameMap {
    'ilm-editor-settings': EditorSettingsMenu;
  }
}
