import { setCustomElementsManifest } from '@storybook/web-components-vite';
import type { Preview } from '@storybook/web-components-vite';
import { setAssetBase } from '@interviewlm/ui';
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
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: {
      description: 'Appearance of the elements',
      toolbar: { title: 'Theme', icon: 'contrast', items: ['light', 'dark', 'contrast'], dynamicTitle: true },
    },
    direction: {
      description: 'Direction of the page',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  decorators: [
    (story, { globals, parameters }) => {
      const { width = 'auto', height = 'auto', padding = '16px' } = (parameters['stage'] ?? {}) as Stage;
      return html`<story-stage
        appearance=${globals['theme'] as string}
        dir=${globals['direction'] as string}
        style="--stage-width: ${width}; --stage-height: ${height}; --stage-padding: ${padding}"
        >${story()}</story-stage
      >`;
    },
  ],
};

export default preview;
