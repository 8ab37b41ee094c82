import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const elements = ['packages/{ui,workspace,replay,console,sdk}/src/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '.cache/',
      '.data/',
      'coverage/',
      'server/assessments/',
      '**/fixtures/',
      'scripts/packages/consumer/',
    ],
  },
  js.configs.recommended,
  // Control characters are what much of this code is about: terminals and hostile names.
  { rules: { 'no-control-regex': 'off' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port's method is async whether or not its twin needs to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: elements,
    extends: [lit['flat/recommended'], wc['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: litA11y.configs.recommended.rules,
  },
  {
    // Stories are no part of what the packages compile.
    files: ['.storybook/**/*.ts', 'packages/*/src/**/*.stories.ts'],
    languageOptions: { parserOptions: { projectService: false, project: '.storybook/tsconfig.json' } },
  },
  {
    // @open-wc/testing types every `equal` as a promise, for its snapshots, and chai asserts by properties.
    files: ['packages/{ui,workspace,replay,console,sdk}/src/**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    // Tests over HTTP look into answers of every shape; the schemas that check them are tested by the server itself.
    files: ['server/**/*.test.ts', 'server/test/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // What a .vue file exports is known to Vue's own compiler, which `npm run check` there asks.
  { files: ['examples/vue-host/src/main.ts'], rules: { '@typescript-eslint/no-unsafe-argument': 'off' } },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: { ...globals.node } } },
  { files: ['examples/**', 'server/src/api/pages/**/*.js'], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
);
