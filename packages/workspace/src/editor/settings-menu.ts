import { css, html } from 'lit';
import { property, query } from 'lit/decorators.js';
import { BaseElement, buttonStyles, define, icon, msg, str } from '@interviewlm/ui';
import type { Menu, MenuItem } from '@interviewlm/ui';
import '@interviewlm/ui/menu.js';
import { fontSizeOf, fontSizes, tabWidths } from './settings.js';
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
      <ilm-menu label=${msg('Editor settings')} .items=${this.items()}></ilm-menu>`;
  }

  private readonly open = ({ currentTarget }: Event) => {
    const box = (currentTarget as HTMLElement).getBoundingClientRect();
    void this.menu.showAt(box.right, box.top);
  };

  private items(): MenuItem[] {
    const { fontSize, wrapsLines, tabWidth, hasVimKeys } = this.settings;
    return [
      { label: msg('Larger text'), icon: 'plus', disabled: fontSize >= fontSizes.most, run: () => this.change({ fontSize: fontSize + 2 }) },
      {
        label: msg('Smaller text'),
        icon: 'minus',
        disabled: fontSize <= fontSizes.least,
        run: () => this.change({ fontSize: fontSize - 2 }),
      },
      {
        label: this.tabLeaves ? msg('Let Tab indent') : msg('Let Tab leave the editor'),
        icon: 'move',
        keys: 'Ctrl+M',
        run: () => this.dispatchEvent(new TabModeEvent()),
      },
      { label: msg('Wrap long lines'), checked: wrapsLines, run: () => this.change({ wrapsLines: !wrapsLines }) },
      { label: msg('Vim keys'), checked: hasVimKeys, run: () => this.change({ hasVimKeys: !hasVimKeys }) },
      { label: msg('Indent as the file does'), checked: tabWidth === null, isOneOf: true, run: () => this.change({ tabWidth: null }) },
      ...tabWidths.map((width) => ({
        label: msg(str`Indent by ${width} columns`),
        checked: tabWidth === width,
        isOneOf: true,
        run: () => this.change({ tabWidth: width }),
      })),
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
