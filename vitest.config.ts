import { defineConfig } from 'vitest/config';

const node = {
  environment: 'node',
  pool: 'forks',
  // Vitest's own second is not enough on a busy machine, and how long something takes is said where it matters.
  expect: { poll: { timeout: 30_000 } },
} as const;

/**
 * Projects by what they need: `unit` nothing, `server` a database, `contract` and `hostile` a sandbox as well, `e2e` a built product
 * and Chromium. `endurance` has what takes minutes by its nature: kills at random points, hours of recording, long typing.
 */
export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['server/src/**', 'packages/recording/src/**', 'packages/protocol/src/**'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { 'server/src/services/**': { lines: 85 }, 'packages/recording/src/**': { lines: 85 } },
    },
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          testTimeout: 30_000,
          include: ['packages/{protocol,recording,client}/src/**/*.test.ts', 'packages/sdk/test/*.test.ts', 'scripts/*.test.mjs'],
        },
      },
      {
        test: {
          ...node,
          name: 'server',
          include: ['server/src/**/*.test.ts', 'server/test/**/*.test.ts'],
          exclude: ['server/test/{contract,hostile,endurance}/**'],
          globalSetup: ['server/test/support/postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { ...node, name: 'contract', include: ['server/test/contract/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          ...node,
          name: 'hostile',
          include: ['server/test/hostile/**/*.test.ts', 'e2e/hostile/**/*.test.ts'],
          globalSetup: ['server/test/support/postgres.ts', 'server/test/hostile/support/table.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'endurance',
          include: ['server/test/endurance/**/*.test.ts', 'e2e/endurance/**/*.test.ts'],
          globalSetup: ['server/test/support/postgres.ts', 'e2e/support/shared-product.ts'],
          testTimeout: 600_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...node,
          name: 'storybook',
          include: ['e2e/storybook/*.test.ts'],
          globalSetup: ['e2e/storybook/build.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxConcurrency: 2,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          globalSetup: ['server/test/support/postgres.ts', 'e2e/support/shared-product.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // A browser mostly waits for its server: two files at once fill two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
