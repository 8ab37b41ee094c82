import { setCustomElementsManifest } from '@storybook/web-components-vite';
import type { Preview } from '@storybook/web-components-vite';
import { setAssetBase } from '@interviewlm/ui';
import { html } from 'lit';
import type { Stage } from './stage.js';
import './stage.js';

interface Manifest {
  readonly modules: readonly unknown[];
}

setAssetBase(new URL('monaco/', document.baseURI));
const manifests = Object.values(import.meta.glob<Manifest>('../packages/*/custom-elements.json', { eager: true, import: 'default' }));
setCustomElementsManifest({ schemaVersion: '1.0.0', readme: '', modules: manifests.flatMap(({ modules }) => modules) });

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
