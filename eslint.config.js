import js from '@eslint/js'
import tseslint from 'typescript-eslint'
import reactHooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import { layersRule } from './lint/layers.js'

const budgets = {
  'max-lines': ['error', { max: 500 }],
  'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
  'max-params': ['error', 3],
  'max-depth': ['error', 5],
}

// The rules that need types are in .oxlintrc.json: the native linter looks them up in a seventh of the time.
export default tseslint.config(
  { ignores: ['node_modules', 'dist', '.state', 'test-results', 'bench-results', 'test/corpora'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx,js}', 'test/**/*.{ts,tsx,js}', 'bench/**/*.{ts,js}', 'lint/**/*.js', 'setup/**/*.{ts,js,mjs}', 'bin/**/*.js'],
    plugins: { ours: { rules: { layers: layersRule } } },
    rules: { 'ours/layers': 'error' },
  },
  { files: ['src/**/*.{ts,tsx}'], ignores: ['**/*.test.{ts,tsx}'], rules: budgets },
  { files: ['**/*.test.{ts,tsx}', 'test/**', 'bench/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // Tells what the React Compiler would skip; we build without it.
      'react-hooks/incompatible-library': 'off',
    },
    languageOptions: { globals: globals.browser },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
)
