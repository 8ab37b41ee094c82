import { setCustomElementsManifest } from '@storybook/web-components-vite';
import type { Preview } from '@storybook/web-components-vite';
import { isRightToLeft, locales, setAssetBase } from '@interviewlm/ui';
import type { Locale } from '@interviewlm/ui';
import { html } from 'lit';
import manifest from '../packages/sdk/dist/custom-elements.json';
import type { Stage } from './stage.js';
import './stage.js';

setAssetBase(new URL('monaco/', document.baseURI));
setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  parameters: {
    layout: 'fullscreen',
    controls: { expanded: true },
    options: { storySort: { order: ['Workspace', 'Parts', 'Replay', 'Apply', 'Controls'] } },
    a11y: { test: 'error', options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } },
  },
  initialGlobals: { theme: 'light', locale: 'en', width: 'story' },
  globalTypes: {
    theme: {
      description: 'Appearance of the elements',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark', 'contrast'], dynamicTitle: true },
    },
    locale: {
      description: 'Language of the page around the elements, and its direction',
      toolbar: { title: 'Language', icon: 'globe', items: [...locales], dynamicTitle: true },
    },
    width: {
      description: 'How much room there is for it: what the story says, a telephone, or a page at 400 %',
      toolbar: { title: 'Width', icon: 'mobile', items: ['story', '390px', '320px'], dynamicTitle: true },
    },
  },
  decorators: [
    (story, { globals, parameters }) => {
      const { width = 'auto', height = 'auto', padding = '16px' } = (parameters['stage'] ?? {}) as Stage;
      const chosen = globals['width'] as string;
      return html`<story-stage
        appearance=${globals['theme'] as string}
        locale=${globals['locale'] as string}
        dir=${isRightToLeft(globals['locale'] as Locale) ? 'rtl' : 'ltr'}
        style="--stage-width: ${chosen === 'story' ? width : chosen}; --stage-height: ${height}; --stage-padding: ${padding}"
        >${story()}</story-stage
      >`;
    },
  ],
};

export default preview;
