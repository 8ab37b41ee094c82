import { fileURLToPath } from 'node:url';
import type { StorybookConfig } from '@storybook/web-components-vite';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));

/** The packages say which compiled files define elements; their sources do the same. */
const sourcesHaveEffects = {
  name: 'sources-have-effects',
  transform: (code: string, id: string) => (id.startsWith(packages) ? { code, moduleSideEffects: true } : null),
};

/** Every element in every state over recorded fixtures: nothing here asks a network for anything. */
const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../packages/{workspace,replay,sdk,ui}/src/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  // The editor is no part of what Vite bundles: `scripts/build-monaco.mjs` has made it.
  staticDirs: [{ from: '../packages/ui/dist/monaco', to: '/monaco' }],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => ({
    ...vite,
    plugins: [...(vite.plugins ?? []), sourcesHaveEffects],
    resolve: {
      ...vite.resolve,
      // Sources rather than what tsc made of them, so that a change shows at once and one copy of each module is on the page.
      alias: [
        { find: /^@interviewlm\/([a-z]+)\/(.+)\.js$/, replacement: `${packages}$1/src/$2.ts` },
        { find: /^@interviewlm\/([a-z]+)\/testing$/, replacement: `${packages}$1/src/testing/index.ts` },
        { find: /^@interviewlm\/([a-z]+)$/, replacement: `${packages}$1/src/index.ts` },
      ],
    },
    build: { ...vite.build, target: 'es2022', chunkSizeWarningLimit: 2000 },
  }),
};

export default config;
