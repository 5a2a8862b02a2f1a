/**
 * The one rule with types that oxlint does not have. ESLint makes a program of the JavaScript compiler
 * for it, which takes longer than all other rules: `npm run test:all` and `npm run lint` play it,
 * `npm test` does not.
 */
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig([
  // The comments that switch off other rules are judged in eslint.config.js.
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  {
    // Tests look into JSON from outside, which has any type.
    files: ['src/**/*.ts', 'demo/**/*.ts'],
    ignores: ['**/*.generated.ts'],
    extends: [ts.configs.base],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'error' },
  },
]);
